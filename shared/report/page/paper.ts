const [toPaper, toScreen] = ["report:paper", "report:screen"];

const tell = (event: string) => () => {
  for (const element of document.querySelectorAll("[data-paper]")) element.dispatchEvent(new Event(event));
};
addEventListener("beforeprint", tell(toPaper));
addEventListener("afterprint", tell(toScreen));

/**
 * Has something done with an element while the page is printed, if it is part of the page then.
 *
 * @param prepare returns what undoes it
 */
export function onPaper(element: HTMLElement, prepare: () => () => void): void {
  let undo: (() => void) | undefined;
  element.dataset.paper = "";
  element.addEventListener(toPaper, () => {
    undo ??= prepare();
  });
  element.addEventListener(toScreen, () => {
    undo?.();
    undo = undefined;
  });
}
