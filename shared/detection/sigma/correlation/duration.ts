const units = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;

/** Seconds in the largest unit that they are a whole number of. */
export function durationOf(seconds: number): string {
  const [length, unit] = units.find(([long]) => seconds % long === 0) ?? [1, "second"];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
