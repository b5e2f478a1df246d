/** How dark numbers are shown, from 1 to this. */
export const mostHeat = 6;

/** How dark a number is shown where the largest is `most`: each step is a multiple, since uses differ by powers of ten. */
export function heatOf(count: number, most: number): number {
  if (count <= 0) return 0;
  return Math.max(1, Math.ceil((Math.log(count + 1) / Math.log(most + 1)) * mostHeat));
}
