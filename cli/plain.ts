const control = /\p{Cc}|\p{Cf}/gu;

/** A text that cannot steer a terminal: callers choose user agents, session names and encryption contexts. */
export function plain(text: string): string {
  return text.replaceAll(control, "\u{fffd}");
}

/** The same for a text of several lines, which stay. */
export function plainLines(text: string): string {
  return text.split("\n").map(plain).join("\n");
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
