/** A pattern's parts: one character to be met as it is, `*` for any run of characters, `?` for any one. */
export type Pattern = readonly ({ char: string } | "*" | "?")[];

/** The pattern that only this text matches. */
export function literal(text: string): Pattern {
  return [...text].map((char) => ({ char }));
}

/** The pattern as policies write it, without variables. */
export function wildcards(text: string): Pattern {
  return [...text].map((char) => (char === "*" || char === "?" ? char : { char }));
}

/** Whether a text matches a pattern as a whole; time grows with the product of both lengths at the most. */
export function matches(pattern: Pattern, text: string): boolean {
  const chars = [...text];
  let at = 0;
  let position = 0;
  // Where to go on if what follows the last `*` does not fit: that run then takes one character more.
  let afterRun = -1;
  let runEnd = 0;
  while (position < chars.length) {
    const part = pattern[at];
    if (part === "*") {
      afterRun = ++at;
      runEnd = position;
    } else if (part === "?" || (part !== undefined && part.char === chars[position])) {
      at++;
      position++;
    } else if (afterRun >= 0) {
      at = afterRun;
      position = ++runEnd;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((part) => part === "*");
}

/** Whether a text matches a pattern as policies write it; actions are compared without case. */
export function matchesIgnoringCase(pattern: string, text: string): boolean {
  return matches(wildcards(pattern.toLowerCase()), text.toLowerCase());
}
