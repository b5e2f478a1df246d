import { plain } from "../plain.ts";

/** What stands in a cell of a table: a text, or several below each other. */
export type Cell = string | readonly string[];

/** A line of CSV (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(inCsv).join(",")}\r\n`;
}

function inCsv(cell: Cell): string {
  const text = typeof cell === "string" ? cell : cell.join("; ");
  const shown = plain(/^[=+\-@]/.test(text) ? `'${text}` : text);
  return /[",]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
