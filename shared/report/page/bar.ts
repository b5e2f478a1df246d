import { choice, h } from "./dom.ts";
import type { Wish } from "./search.ts";
import { themeChoice } from "./theme.ts";

const parts = [
  ["#over-time", "Over time"],
  ["#resources", "Keys and secrets"],
  ["#who", "Who uses what"],
  ["#findings", "Findings"],
  ["#rotation", "Rotation"],
] as const;

/** The bar that stays in sight: where to go, and what to look for. The key `/` goes to the search. */
export function bar(onWish: (wish: Wish) => void): HTMLElement {
  const wish: Wish = { text: "", kind: "all" };
  const input = h("input", {
    type: "search",
    placeholder: "Search everything",
    "aria-label": "Search keys, secrets, principals, findings",
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    spellcheck: "false",
  });
  let isDue = false;
  input.addEventListener("input", () => {
    wish.text = input.value;
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      onWish(wish);
    });
  });
  addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (key !== "/" || target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    event.preventDefault();
    input.focus();
  });
  const kinds = choice(
    "Of",
    [
      ["all", "keys and secrets"],
      ["key", "keys"],
      ["secret", "secrets"],
    ],
    (kind) => {
      wish.kind = kind;
      onWish(wish);
    },
  );
  return h(
    "div",
    { class: "bar" },
    h("nav", { "aria-label": "Parts" }, ...parts.map(([href, words]) => h("a", { href }, words))),
    h("div", { class: "wish", role: "search" }, input, kinds, themeChoice()),
  );
}
