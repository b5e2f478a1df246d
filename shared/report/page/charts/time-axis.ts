import { axisX, type CompoundMark } from "@observablehq/plot";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An axis of clock times: days such as `9 Mar`, between them hours such as `12:00`; the year where one begins. */
export function timeAxis(width: number): CompoundMark {
  return axisX({
    label: null,
    ticks: Math.max(2, Math.floor(width / 100)),
    tickFormat: (time: Date) => {
      const text = time.toISOString();
      if (!text.includes("T00:00")) return text.slice(11, 16);
      if (text.includes("-01-01T")) return text.slice(0, 4);
      return `${time.getUTCDate()} ${months[time.getUTCMonth()]}`;
    },
  });
}
