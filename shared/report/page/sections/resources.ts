import type { Report, ReportResource } from "../../report.ts";
import { sparkline } from "../charts/sparkline.ts";
import { h, small } from "../dom.ts";
import type { Names } from "../names.ts";
import type { Selection } from "../search.ts";
import { table } from "../table.ts";
import { type Clock, number, plural } from "../words.ts";
import { type Section, section } from "./section.ts";

/** Each key and secret: how often it was used, by how many, and when. */
export function resourcesSection({ buckets }: Report, names: Names, clock: Clock): Section<Selection> {
  const list = table<ReportResource>({
    caption: "Keys and secrets",
    none: "No key and no secret.",
    sortedBy: "Uses",
    columns: [
      {
        title: "Key or secret",
        value: ({ label }) => label,
        cell: (resource) => h("span", {}, names.resource(resource), small(names.place(resource))),
        look: "name",
      },
      {
        title: "Kind",
        value: ({ kind }) => kind,
        cell: ({ kind }) => h("span", { class: `kind ${kind}` }, kind),
      },
      {
        title: "Uses",
        value: ({ count }) => count,
        cell: ({ count }) => number(count),
        look: "number",
        largestFirst: true,
      },
      {
        title: "Failed",
        value: ({ failed }) => failed,
        cell: ({ failed }) => (failed > 0 ? number(failed) : undefined),
        look: "number",
        largestFirst: true,
      },
      {
        title: "Principals",
        value: ({ principals }) => principals,
        cell: ({ principals }) => number(principals),
        look: "number",
        largestFirst: true,
      },
      { title: "Over time", cell: (resource) => h("span", {}, sparklineOf(resource)), look: "spark" },
      {
        title: "Last used",
        value: ({ last }) => last,
        cell: ({ last }) => h("time", { datetime: last, title: clock.whole(last) }, clock.minute(last)),
        look: "when",
        largestFirst: true,
      },
    ],
  });
  const sparklineOf = (resource: ReportResource) => sparkline(resource, buckets);
  const { element, say } = section("resources", "Keys and secrets", list.element);
  return {
    element,
    show: ({ resources, none }) => {
      const keys = resources.filter(({ kind }) => kind === "key").length;
      say(`${plural(keys, "key")} and ${plural(resources.length - keys, "secret")} were used.`);
      list.show(resources, none);
    },
  };
}
