/**
 * Whether a text matches one of some patterns, as a function to be kept.
 *
 * @param patterns `*` stands for any characters; without it the whole must be the same
 */
export function matcherOf(patterns: readonly string[]): (text: string) => boolean {
  const whole = new Set(patterns.filter((pattern) => !pattern.includes("*")));
  const parts = patterns.filter((pattern) => pattern.includes("*")).map((pattern) => pattern.split("*"));
  return (text) => whole.has(text) || parts.some((of) => matches(text, of));
}

/** By searching and not by a regular expression, which a pattern with many stars could make slow. */
function matches(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at === -1 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
