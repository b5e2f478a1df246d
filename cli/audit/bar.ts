const width = 30;
const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of a chart, to an eighth of a character; what is not nothing can be seen. */
export function bar(value: number, most: number): string {
  if (value <= 0 || most <= 0) return "";
  const length = Math.max(1, Math.round((value / most) * width * 8));
  return "█".repeat(Math.floor(length / 8)) + (eighths[length % 8] ?? "");
}
