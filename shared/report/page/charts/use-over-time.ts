import { axisY, gridY, pointerX, rectY, ruleY, tip } from "@observablehq/plot";
import type { Report, ReportResource } from "../../report.ts";
import { h } from "../dom.ts";
import { number, plural } from "../words.ts";
import { figure } from "./figure.ts";
import { stretchesOf } from "./stretches.ts";
import { timeAxis } from "./time-axis.ts";

/** What is told apart, in the order in which it is stacked. */
const series = [
  { name: "key uses", color: "var(--key)" },
  { name: "secrets read", color: "var(--secret)" },
  { name: "failed", color: "var(--failed)" },
] as const;

/** A chart of how often keys and secrets were used in each stretch of time. */
export function useOverTime(
  resources: readonly ReportResource[],
  buckets: Report["buckets"],
  height: number,
): HTMLElement {
  const sums = stretchesOf(buckets).map((stretch) => ({ ...stretch, counts: [0, 0, 0] }));
  for (const { kind, uses } of resources) {
    const own = kind === "key" ? 0 : 1;
    for (const [bucket, count, failed] of uses) {
      const counts = sums[bucket]?.counts;
      if (!counts) continue;
      counts[own] = (counts[own] ?? 0) + count - failed;
      counts[2] = (counts[2] ?? 0) + failed;
    }
  }
  const seen = series.filter((_, place) => sums.some(({ counts }) => (counts[place] ?? 0) > 0));
  const bars = sums.flatMap(({ counts, start, end }) =>
    series.map(({ name }, place) => ({ name, start, end, count: counts[place] ?? 0 })),
  );
  const columns = sums.map(({ counts, start, end, name }) => ({
    middle: new Date((start.getTime() + end.getTime()) / 2),
    total: counts.reduce((sum, count) => sum + count, 0),
    words: [
      name,
      ...series.flatMap(({ name }, place) => (counts[place] ? [`${number(counts[place])} ${name}`] : [])),
    ].join("\n"),
  }));
  const most = columns.reduce((best, column) => (column.total > best.total ? column : best), {
    total: 0,
    words: "",
  });
  const [busiest = ""] = most.words.split("\n");
  const words = `Uses by ${buckets.unit}, ${plural(sums.length, buckets.unit)}; the most, ${number(most.total)}: ${busiest}`;

  return h(
    "div",
    { class: "with-legend" },
    h(
      "ul",
      { class: "legend" },
      ...seen.map(({ name }) => h("li", { class: `of-${name.replace(" ", "-")}` }, name)),
    ),
    figure(words, (width) => ({
      height,
      marginTop: 12,
      marginLeft: 44,
      marginRight: 26,
      x: { type: "utc" },
      y: { domain: [0, Math.max(1, most.total)], nice: true },
      color: { domain: series.map(({ name }) => name), range: series.map(({ color }) => color) },
      marks: [
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 4 }),
        axisY({ label: null, ticks: 4, tickFormat: "~s", tickSize: 0 }),
        timeAxis(width),
        rectY(bars, { x1: "start", x2: "end", y: "count", fill: "name", inset: sums.length > 60 ? 0 : 0.5 }),
        ruleY([0], { stroke: "var(--quiet)" }),
        tip(columns, pointerX({ x: "middle", y: "total", title: "words", fontSize: 12, lineHeight: 1.3 })),
      ],
    })),
  );
}
