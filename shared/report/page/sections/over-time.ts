import type { Report } from "../../report.ts";
import { busiest, mostRows } from "../charts/busiest.ts";
import { useOverTime } from "../charts/use-over-time.ts";
import { h } from "../dom.ts";
import type { Selection } from "../search.ts";
import { plural } from "../words.ts";
import { type Section, section } from "./section.ts";

/** Use over time: all together, and each of the most used. */
export function overTime({ buckets, timeZone }: Report): Section<Selection> {
  const charts = h("div");
  const { element, say } = section("over-time", "Use over time", charts);
  return {
    element,
    show: ({ resources, none }) => {
      if (resources.length === 0) {
        say(none ?? "No key and no secret was used.");
        charts.replaceChildren();
        return;
      }
      say(
        `Uses of ${plural(resources.length, "key and secret", "keys and secrets")} by ${buckets.unit}, ${timeZone}.`,
      );
      charts.replaceChildren(
        useOverTime(resources, buckets, 210),
        h("h3", {}, resources.length > mostRows ? `The ${mostRows} most used` : "Each key and secret"),
        h("p", { class: "small" }, "The stronger the color, the more often."),
        busiest(resources, buckets),
      );
    },
  };
}
