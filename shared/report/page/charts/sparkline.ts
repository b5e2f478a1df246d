import { areaY, lineY } from "@observablehq/plot";
import type { Report, ReportResource } from "../../report.ts";
import { chart } from "./figure.ts";

const size = { width: 132, height: 24 };

/** A small chart of a key's or secret's use over time; the largest of its own is as high as the chart. */
export function sparkline({ kind, uses }: ReportResource, { starts, unit }: Report["buckets"]): Element {
  const counts = starts.map(() => 0);
  for (const [bucket, count] of uses) counts[bucket] = count;
  const most = Math.max(1, ...counts);
  const points = counts.length === 1 ? [counts[0], counts[0]] : counts;
  const color = `var(--${kind})`;
  return chart(`Use by ${unit}, at most ${most}`, {
    ...size,
    margin: 2,
    axis: null,
    y: { domain: [0, most] },
    marks: [
      areaY(points, { fill: color, fillOpacity: 0.2, curve: "step" }),
      lineY(points, { stroke: color, strokeWidth: 1.25, curve: "step" }),
    ],
  });
}
