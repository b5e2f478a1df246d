const control = /\p{Cc}|\p{Cf}/gu;

/** A text that cannot steer a terminal: callers choose user agents, session names and encryption contexts. */
export function plain(text: string): string {
  return text.replaceAll(control, "\u{fffd}");
}

/** JSON in which whatever could steer a terminal is escaped; it says the same to a program. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(control, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

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
