import { button, type Child, h } from "./dom.ts";
import { onPaper } from "./paper.ts";
import { number } from "./words.ts";

/** A column of a table. */
export interface Column<Row> {
  title: string;
  /** What the column is sorted by; without it, it cannot be. */
  value?: (row: Row) => string | number;
  cell: (row: Row) => Child;
  /** How the column looks: `number`, `wide`, … */
  look?: string;
  /** Whether the first sort by it puts the largest first. */
  largestFirst?: boolean;
}

export interface TableSettings<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  /** The column that it is sorted by at first; as given without it. */
  sortedBy?: string;
  /** Said where there are no rows. */
  none: string;
}

// Roles are said as such: on a phone the style sheet shows rows as cards, and some browsers then forget what they are.

/** A table that is sorted by its columns, and shows its rows page by page: ten thousand are as quick as ten. */
export interface Table<Row> {
  element: HTMLElement;
  /**
   * Shows other rows, from the first on.
   *
   * @param none what is said where there are no rows, if not as ever
   */
  show(rows: readonly Row[], none?: string): void;
}

/** Rows of a page; on paper there are more of them. */
const pageSize = 15;
const pageSizeOfPhone = 8;
const mostOnPaper = 50;

const collator = new Intl.Collator("en", { numeric: true });

export function table<Row>({ caption, columns, sortedBy, none: usual }: TableSettings<Row>): Table<Row> {
  let rows: readonly Row[] = [];
  let sorted: readonly Row[] = [];
  let first = 0;
  let none = usual;
  let size = matchMedia("(max-width: 640px)").matches ? pageSizeOfPhone : pageSize;
  let by = columns.find(({ title }) => title === sortedBy);
  let descending = by?.largestFirst ?? false;

  const heads = columns.map((column) => {
    const { title, value, look } = column;
    const content = value ? button({ class: "sort" }, () => sortBy(column), title) : title;
    return h("th", { scope: "col", role: "columnheader", class: look }, content);
  });
  const body = h("tbody", { role: "rowgroup" });
  const where = h("span", { class: "where", "aria-live": "polite" });
  const goTo = (to: () => number) => () => {
    first = Math.max(0, to());
    draw();
  };
  const lastPage = () => Math.floor(Math.max(0, rows.length - 1) / size) * size;
  const step = (words: string, label: string, to: () => number) =>
    button({ "aria-label": `${label}: ${caption}` }, goTo(to), words);
  const back = [step("«", "First page", () => 0), step("‹", "Previous page", () => first - size)];
  const on = [step("›", "Next page", () => first + size), step("»", "Last page", lastPage)];
  const pages = h("nav", { class: "pages", "aria-label": `Pages: ${caption}` }, ...back, where, ...on);
  const grid = h(
    "table",
    { role: "table" },
    h("caption", { class: "unseen" }, caption),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...heads)),
    body,
  );
  const element = h("div", { class: "table" }, grid, pages);

  const sort = () => {
    const value = by?.value;
    sorted = value ? rows.toSorted((one, other) => compare(value(one), value(other), descending)) : rows;
  };
  const sortBy = (column: Column<Row>) => {
    descending = by === column ? !descending : (column.largestFirst ?? false);
    by = column;
    first = 0;
    sort();
    draw();
  };
  const draw = () => {
    for (const [place, head] of heads.entries()) {
      const order = columns[place] === by ? (descending ? "descending" : "ascending") : undefined;
      if (order) head.setAttribute("aria-sort", order);
      else head.removeAttribute("aria-sort");
    }
    const shown = sorted.slice(first, first + size);
    body.replaceChildren(
      ...shown.map((row) =>
        h(
          "tr",
          { role: "row" },
          ...columns.map(({ title, cell, look }) =>
            h("td", { role: "cell", class: look, "data-title": title }, cell(row)),
          ),
        ),
      ),
    );
    if (shown.length === 0)
      body.replaceChildren(
        h("tr", { role: "row" }, h("td", { role: "cell", class: "none", colspan: columns.length }, none)),
      );
    where.textContent = `${number(shown.length && first + 1)}–${number(first + shown.length)} of ${number(rows.length)}`;
    pages.hidden = rows.length <= size && first === 0;
    for (const step of back) step.disabled = first === 0;
    for (const step of on) step.disabled = first + size >= rows.length;
  };
  onPaper(element, () => {
    const before = { first, size };
    [first, size] = [0, mostOnPaper];
    draw();
    return () => {
      ({ first, size } = before);
      draw();
    };
  });
  return {
    element,
    show: (given, saying = usual) => {
      [rows, none] = [given, saying];
      first = 0;
      sort();
      draw();
    },
  };
}

function compare(one: string | number, other: string | number, descending: boolean): number {
  const order =
    typeof one === "number" && typeof other === "number"
      ? one - other
      : collator.compare(String(one), String(other));
  return descending ? -order : order;
}
