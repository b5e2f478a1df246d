import type { Report, ReportPair } from "../../report.ts";
import { numberColumn, seldomColumn, timeColumn } from "../columns.ts";
import { choice, h, small } from "../dom.ts";
import { matrix } from "../matrix/draw.ts";
import type { Names } from "../names.ts";
import { onPaper } from "../paper.ts";
import type { Selection } from "../search.ts";
import { table } from "../table.ts";
import { type Clock, number, plural, shorten } from "../words.ts";
import { type Section, section } from "./section.ts";

const sizes = ["20", "40", "60"] as const;

/** Who uses what: the most frequent as a matrix, all as a table. */
export function who(report: Report, names: Names, clock: Clock): Section<Selection> {
  const { resources, principals } = report;
  let [size, pairs]: [number, readonly ReportPair[]] = [Number(sizes[0]), []];
  const place = h("div");
  const draw = (most = size) => place.replaceChildren(matrix(report, pairs, most, names));
  onPaper(place, () => {
    draw(Number(sizes[0]));
    return draw;
  });
  const options = sizes.map((value) => [value, `the ${value} most used`] as const);
  const chooser = choice("Show", options, (value) => {
    size = Number(value);
    draw();
  });

  const resourceOf = ({ resource }: ReportPair) => resources[resource];
  const principalOf = ({ principal }: ReportPair) => principals[principal];
  const list = table<ReportPair>({
    caption: "Who uses what",
    none: "Nobody used a key or secret.",
    sortedBy: "Uses",
    columns: [
      {
        title: "Principal",
        value: (pair) => principalOf(pair)?.label ?? "",
        cell: (pair) => {
          const principal = principalOf(pair);
          if (!principal) return undefined;
          const through = pair.services.map((service) => service.replace(/\.amazonaws\.com$/, "")).join(", ");
          return h(
            "span",
            {},
            names.principal(principal),
            small(through ? `through ${through}` : names.account(principal)),
          );
        },
        look: "name",
      },
      {
        title: "Key or secret",
        value: (pair) => resourceOf(pair)?.label ?? "",
        cell: (pair) => {
          const resource = resourceOf(pair);
          return resource && h("span", {}, names.resource(resource), small(names.place(resource)));
        },
        look: "name",
      },
      numberColumn("Uses", ({ count }) => count),
      seldomColumn("Failed", ({ failed }) => failed),
      {
        title: "Operations",
        value: ({ operations }) => operations[0]?.name ?? "",
        cell: ({ operations }) => listed(operations),
      },
      {
        title: "From",
        value: ({ addresses }) => addresses[0]?.name ?? "",
        cell: ({ addresses }) => listed(addresses),
      },
      timeColumn("Last", clock, ({ last }) => last),
    ],
  });
  const { element, say } = section(
    "who",
    "Who uses what",
    chooser,
    place,
    h("h3", {}, "All of them"),
    list.element,
  );
  return {
    element,
    show: (selection) => {
      pairs = selection.pairs;
      const [used, users] = [
        new Set(pairs.map(({ resource }) => resource)),
        new Set(pairs.map(({ principal }) => principal)),
      ];
      say(
        `${plural(users.size, "principal")} used ${plural(used.size, "key and secret", "keys and secrets")}. The stronger the color, the more often.`,
      );
      draw();
      list.show(pairs, selection.none);
    },
  };
}

/** The most frequent names, and how many there are more. */
function listed(all: readonly { name: string; count: number }[], shown = 2): HTMLElement {
  const words = all.slice(0, shown).map(({ name }) => shorten(name, 24));
  if (all.length > shown) words.push(`${all.length - shown} more`);
  return h(
    "span",
    { title: all.map(({ name, count }) => `${name} (${number(count)})`).join(", ") },
    words.join(", "),
  );
}
