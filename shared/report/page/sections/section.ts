import { type Child, h } from "../dom.ts";

/** A part of the page with a heading; what it says about itself changes with what is looked for. */
export function section(id: string, title: string, ...children: Child[]) {
  const about = h("p", { class: "about", "aria-live": "polite" });
  const heading = h("h2", { id: `${id}-title` }, title);
  const element = h("section", { id, "aria-labelledby": `${id}-title` }, heading, about, ...children);
  return {
    element,
    say: (words: string) => {
      about.textContent = words;
    },
  };
}

/** Takes what a reader looks for. */
export interface Section<Shown> {
  element: HTMLElement;
  show(shown: Shown): void;
}
