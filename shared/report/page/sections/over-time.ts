import type { Report } from "../../report.ts";
import { busiest } from "../charts/busiest.ts";
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
    show: ({ resources }) => {
      if (resources.length === 0) {
        say("No use of a key or secret.");
        charts.replaceChildren();
        return;
      }
      say(
        `Uses of ${plural(resources.length, "key and secret", "keys and secrets")} by ${buckets.unit}, ${timeZone}.`,
      );
      charts.replaceChildren(
        useOverTime(resources, buckets, 210),
        h("h3", {}, resources.length > 20 ? "The 20 most used" : "Each key and secret"),
        busiest(resources, buckets),
      );
    },
  };
}
