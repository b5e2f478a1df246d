/** What stands between the values of an event that has several; none has it. */
const separator = "\n";

/** The mark of an event that counts for each of some values. */
export function markOf(values: readonly string[]): string {
  const [only = ""] = values;
  return values.length === 1 ? only : values.join(separator);
}

/** The values that a mark stands for. */
export function valuesIn(mark: string): string[] {
  return mark.includes(separator) ? mark.split(separator) : [mark];
}
