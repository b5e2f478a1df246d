/** For an option that may be given again: adds a value to those that were given before. */
export function addValue(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
