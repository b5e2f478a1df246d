import type { Report, ReportResource } from "../../report.ts";
import { sparkline } from "../charts/sparkline.ts";
import { numberColumn, seldomColumn, timeColumn } from "../columns.ts";
import { h, small } from "../dom.ts";
import type { Names } from "../names.ts";
import type { Selection } from "../search.ts";
import { table } from "../table.ts";
import { type Clock, plural } from "../words.ts";
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
      numberColumn("Uses", ({ count }) => count),
      seldomColumn("Failed", ({ failed }) => failed),
      numberColumn("Principals", ({ principals }) => principals),
      { title: "Over time", cell: (resource) => h("span", {}, sparklineOf(resource)), look: "spark" },
      timeColumn("Last used", clock, ({ last }) => last),
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
