import type { ReportPair } from "../../report.ts";

/** A row or column: its place among the report's resources or principals, and its sum. */
export interface Line {
  place: number;
  count: number;
}

/** A matrix of the most used keys and secrets by the principals that used them most, with what is left out in sums. */
export interface Matrix {
  rows: Line[];
  columns: Line[];
  /** Of a row and a column, by their places in the report. */
  count(row: number, column: number): number;
  /** Of a row: what principals without a column did; of a column: what was done to those without a row. */
  restOfRow(row: number): number;
  restOfColumn(column: number): number;
  /** The largest count of a cell. */
  most: number;
  /** How many rows and columns are left out. */
  moreRows: number;
  moreColumns: number;
}

/** Both sides in the order of their sums, the largest first. */
export function matrixOf(pairs: readonly ReportPair[], size: number): Matrix {
  const counts = new Map<string, number>();
  const sums = { resource: new Map<number, number>(), principal: new Map<number, number>() };
  for (const pair of pairs) {
    add(counts, `${pair.resource} ${pair.principal}`, pair.count);
    add(sums.resource, pair.resource, pair.count);
    add(sums.principal, pair.principal, pair.count);
  }
  const [rows, columns] = [sums.resource, sums.principal].map((sum) => {
    const lines = [...sum].map(([place, count]) => ({ place, count }));
    return lines.sort((one, other) => other.count - one.count || one.place - other.place).slice(0, size);
  });
  const [rowList, columnList] = [rows ?? [], columns ?? []];
  const count = (row: number, column: number) => counts.get(`${row} ${column}`) ?? 0;
  const shown = rowList.flatMap((row) => columnList.map((column) => count(row.place, column.place)));
  const rest = (whole: number, parts: readonly number[]) =>
    whole - parts.reduce((sum, part) => sum + part, 0);
  return {
    rows: rowList,
    columns: columnList,
    count,
    restOfRow: (row) =>
      rest(
        sums.resource.get(row) ?? 0,
        columnList.map(({ place }) => count(row, place)),
      ),
    restOfColumn: (column) =>
      rest(
        sums.principal.get(column) ?? 0,
        rowList.map(({ place }) => count(place, column)),
      ),
    most: Math.max(0, ...shown),
    moreRows: sums.resource.size - rowList.length,
    moreColumns: sums.principal.size - columnList.length,
  };
}

function add<Key>(sums: Map<Key, number>, key: Key, count: number): void {
  sums.set(key, (sums.get(key) ?? 0) + count);
}
