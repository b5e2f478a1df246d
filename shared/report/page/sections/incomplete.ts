import type { Report } from "../../report.ts";
import { h } from "../dom.ts";
import { number } from "../words.ts";

/** What may be missing, and what could not be read; nothing where all is well. */
export function incomplete({ notes, problems, problemCount }: Report): HTMLElement | undefined {
  if (notes.length + problemCount === 0) return undefined;
  const list = (items: readonly string[]) => h("ul", {}, ...items.map((item) => h("li", {}, item)));
  return h(
    "aside",
    { class: problemCount > 0 ? "incomplete bad" : "incomplete", "aria-label": "What may be missing" },
    ...(problemCount > 0
      ? [
          h("strong", {}, "Not all could be read; the report is of the rest."),
          list([
            ...problems.slice(0, 10),
            ...(problemCount > 10 ? [`and ${number(problemCount - 10)} more`] : []),
          ]),
        ]
      : []),
    notes.length > 0 ? list(notes) : undefined,
  );
}
