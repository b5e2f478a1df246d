/** What an element may have as content; text is never taken for markup. */
export type Child = Node | string | undefined;

type Attributes = Record<string, string | number | boolean | undefined>;

const invisible = /\p{Cc}|\p{Cf}/gu;

/** A text without what is not seen or changes how others are read: callers choose names, user agents and contexts. */
export function plain(text: string): string {
  return text.replaceAll(invisible, "\u{fffd}");
}

/** Makes an element. An attribute that is undefined or false is left out. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : plain(String(value)));
  }
  element.append(...children.flatMap((child) => (child === undefined ? [] : [asNode(child)])));
  return element;
}

function asNode(child: Node | string): Node {
  return typeof child === "string" ? document.createTextNode(plain(child)) : child;
}

/** Words in small below others; nothing where there are none. */
export function small(words: string): HTMLElement | undefined {
  return words ? h("small", {}, words) : undefined;
}

/** A button that does something. */
export function button(attributes: Attributes, onClick: () => void, ...children: Child[]): HTMLButtonElement {
  const element = h("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", onClick);
  return element;
}

/** A list to choose one of. */
export function choice<Value extends string>(
  label: string,
  options: readonly (readonly [value: Value, words: string])[],
  onChange: (value: Value) => void,
): HTMLLabelElement {
  const select = h(
    "select",
    { "aria-label": label },
    ...options.map(([value, words]) => h("option", { value }, words)),
  );
  select.addEventListener("change", () => {
    const chosen = options[select.selectedIndex];
    if (chosen) onChange(chosen[0]);
  });
  return h("label", { class: "choice" }, h("span", {}, label), select);
}
