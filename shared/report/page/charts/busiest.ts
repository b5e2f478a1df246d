import { axisY, barX, pointer, tip } from "@observablehq/plot";
import type { Report, ReportResource } from "../../report.ts";
import { number, plural, shorten } from "../words.ts";
import { figure } from "./figure.ts";
import { heatOf, mostHeat } from "./heat.ts";
import { stretchesOf } from "./stretches.ts";
import { timeAxis } from "./time-axis.ts";

/** So many rows can be told apart. */
export const mostRows = 20;
const rowHeight = 19;

const colors = Array.from({ length: mostHeat }, (_, place) => `var(--heat-${place + 1})`);

/** A chart of when each of the most used keys and secrets was used: the darker, the more often. */
export function busiest(resources: readonly ReportResource[], buckets: Report["buckets"]): HTMLElement {
  const rows = resources.slice(0, mostRows);
  const stretches = stretchesOf(buckets);
  const most = Math.max(1, ...rows.flatMap(({ uses }) => uses.map(([, count]) => count)));
  const cells = rows.flatMap((resource, row) =>
    resource.uses.flatMap(([bucket, count]) => {
      const stretch = stretches[bucket];
      if (!stretch) return [];
      const { start, end, name } = stretch;
      const middle = new Date((start.getTime() + end.getTime()) / 2);
      const words = `${shorten(resource.label, 48)}\n${name}\n${plural(count, "use")}`;
      return [{ row, start, end, middle, heat: heatOf(count, most), words }];
    }),
  );
  const ends = [stretches[0]?.start, stretches.at(-1)?.end].filter((time) => time !== undefined);
  const words = `When the ${number(rows.length)} most used keys and secrets were used; the same numbers are in the table below.`;
  return figure(words, (width) => {
    const isNarrow = width < 560;
    const marginLeft = isNarrow ? 124 : 206;
    return {
      height: rows.length * rowHeight + 34,
      marginTop: 4,
      marginLeft,
      marginRight: 26,
      x: { type: "utc", domain: ends },
      y: { type: "band", domain: rows.map((_, row) => row), padding: 0.12 },
      color: { type: "ordinal", domain: colors.map((_, place) => place + 1), range: colors },
      marks: [
        axisY({
          label: null,
          tickSize: 0,
          tickFormat: (row: number) => shorten(rows[row]?.label ?? "", isNarrow ? 14 : 24),
        }),
        timeAxis(width - marginLeft),
        barX(cells, { x1: "start", x2: "end", y: "row", fill: "heat", inset: 0, insetLeft: 0.3 }),
        tip(cells, pointer({ x: "middle", y: "row", title: "words", fontSize: 12, lineHeight: 1.3 })),
      ],
    };
  });
}
