/** Price of a terabyte read, of us-east-1, 2025; each query is taken for 10 MB at least. Source: Athena's pricing page. */
const dollarsPerTerabyte = 5;
const leastBytes = 10 * 1_000_000;

/** What queries cost that read so many bytes, each, in US dollars. */
export function dollarsFor(bytesScanned: readonly number[]): number {
  const bytes = bytesScanned.reduce((sum, scanned) => sum + Math.max(scanned, leastBytes), 0);
  return (bytes / 1e12) * dollarsPerTerabyte;
}

/** Dollars in words: `0.13 US dollars`, or `less than a cent`. */
export function dollarsInWords(dollars: number): string {
  return dollars < 0.01 ? "less than a cent" : `${dollars.toFixed(2)} US dollars`;
}

/** Bytes in words: `1.3 GB`. */
export function bytesInWords(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"] as const;
  const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), units.length - 1);
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}
