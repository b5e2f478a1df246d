import { choice } from "./dom.ts";

/** A choice of light or dark; at first as the system has it. */
export function themeChoice(): HTMLElement {
  const { dataset } = document.documentElement;
  return choice(
    "Colors",
    [
      ["auto", "as the system"],
      ["light", "light"],
      ["dark", "dark"],
    ],
    (theme) => {
      dataset.theme = theme;
    },
  );
}
