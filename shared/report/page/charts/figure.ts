import { type PlotOptions, plot } from "@observablehq/plot";
import { h } from "../dom.ts";
import { onPaper } from "../paper.ts";

/** Of a page of A4 without its margins, in CSS pixels. */
const widthOnPaper = 700;

/**
 * A chart as wide as its place, drawn again when that changes. What it shows is said in words, too; its numbers are in a table.
 *
 * @param words what the chart shows, for those who do not see it
 * @param options the chart, for a width
 */
export function figure(words: string, options: (width: number) => PlotOptions): HTMLElement {
  const place = h("div", { class: "chart" });
  let drawn = 0;
  const draw = (width: number) => place.replaceChildren(chart(words, { width, ...options(width) }));
  new ResizeObserver(() => {
    const width = Math.floor(place.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    draw(width);
  }).observe(place);
  onPaper(place, () => {
    draw(widthOnPaper);
    return () => draw(drawn || widthOnPaper);
  });
  return place;
}

/** Draws a chart. Its own style element is left out, which the page's policy does not allow: the rules are in the style sheet. */
export function chart(words: string, options: PlotOptions): Element {
  const drawn = plot({ className: "plot", figure: false, ...options });
  for (const style of drawn.querySelectorAll("style")) style.remove();
  // What is an image to those who listen has no parts with names of their own.
  for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", words);
  return drawn;
}
