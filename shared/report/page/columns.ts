import { h } from "./dom.ts";
import type { Column } from "./table.ts";
import { type Clock, number } from "./words.ts";

/** A column of numbers, the largest first. */
export function numberColumn<Row>(title: string, value: (row: Row) => number): Column<Row> {
  return {
    title,
    value,
    cell: (row) => number(value(row)),
    look: "number",
    largestFirst: true,
  };
}

/** The same for what is seldom: a zero is not shown. */
export function seldomColumn<Row>(title: string, value: (row: Row) => number): Column<Row> {
  return {
    ...numberColumn(title, value),
    cell: (row) => (value(row) > 0 ? number(value(row)) : undefined),
  };
}

/** A time to the minute, with the whole of it for who points at it; nothing where there is none. */
export function timeOf(iso: string | undefined, clock: Clock): HTMLTimeElement | undefined {
  return iso ? h("time", { datetime: iso, title: clock.whole(iso) }, clock.minute(iso)) : undefined;
}

/** A column of times, the latest first. */
export function timeColumn<Row>(
  title: string,
  clock: Clock,
  value: (row: Row) => string | undefined,
): Column<Row> {
  return {
    title,
    value: (row) => value(row) ?? "",
    cell: (row) => timeOf(value(row), clock),
    look: "when",
    largestFirst: true,
  };
}
