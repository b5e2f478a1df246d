import type { Report, ReportPair } from "../../report.ts";
import { heatOf } from "../charts/heat.ts";
import { h } from "../dom.ts";
import type { Names } from "../names.ts";
import { number, plural, shortNumber } from "../words.ts";
import { matrixOf } from "./cells.ts";

/** Draws who uses what: keys and secrets down, principals across, in each cell how often. */
export function matrix(
  { resources, principals }: Report,
  pairs: readonly ReportPair[],
  size: number,
  names: Names,
): HTMLElement {
  const { rows, columns, count, restOfRow, restOfColumn, most, moreRows, moreColumns } = matrixOf(
    pairs,
    size,
  );
  if (rows.length === 0) return h("p", { class: "none" }, "Nobody used a key or secret.");

  const heads = columns.map(({ place }) => {
    const principal = principals[place];
    return h("th", { scope: "col" }, h("span", {}, principal && names.principal(principal, 26)));
  });
  const others =
    moreColumns > 0 && h("th", { scope: "col", class: "rest" }, h("span", {}, `${number(moreColumns)} more`));
  const cell = (value: number, words: string, heat: number) =>
    h(
      "td",
      { class: `heat-${heat}`, title: value > 0 ? words : undefined },
      value > 0 ? shortNumber(value) : "",
    );
  const body = rows.map(({ place }) => {
    const resource = resources[place];
    const cells = columns.map((column) => {
      const value = count(place, column.place);
      const words = `${plural(value, "use")} of ${resource?.label} by ${principals[column.place]?.label}`;
      return cell(value, words, heatOf(value, most));
    });
    const rest = moreColumns > 0 ? [cell(restOfRow(place), "by all others", 0)] : [];
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, resource && names.resource(resource, 30)),
      ...cells,
      ...rest,
    );
  });
  const last =
    moreRows > 0
      ? [
          h(
            "tr",
            { class: "rest" },
            h("th", { scope: "row" }, `${number(moreRows)} more`),
            ...columns.map(({ place }) => cell(restOfColumn(place), "of all others", 0)),
            moreColumns > 0 ? h("td") : undefined,
          ),
        ]
      : [];
  const grid = h(
    "table",
    { class: "matrix" },
    h("caption", { class: "unseen" }, "Uses of keys and secrets, by principal"),
    h("thead", {}, h("tr", {}, h("td", { class: "corner" }), ...heads, others || undefined)),
    h("tbody", {}, ...body, ...last),
  );
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Matrix of who uses what" },
    grid,
  );
}
