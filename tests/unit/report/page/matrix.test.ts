import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heatOf, mostHeat } from "../../../../shared/report/page/charts/heat.ts";
import { matrixOf } from "../../../../shared/report/page/matrix/cells.ts";
import type { ReportPair } from "../../../../shared/report/report.ts";

const pair = (resource: number, principal: number, count: number): ReportPair => ({
  resource,
  principal,
  count,
  failed: 0,
  first: "2026-03-01T00:00:00Z",
  last: "2026-03-01T00:00:00Z",
  services: [],
  operations: [],
  addresses: [],
});

describe("the matrix of who uses what", () => {
  it("has the most used and those that use most first, and sums of what it leaves out", () => {
    const matrix = matrixOf([pair(0, 0, 5), pair(0, 1, 20), pair(1, 1, 1), pair(2, 0, 9), pair(2, 2, 3)], 2);
    expect(matrix.rows).toEqual([
      { place: 0, count: 25 },
      { place: 2, count: 12 },
    ]);
    expect(matrix.columns.map(({ place }) => place)).toEqual([1, 0]);
    expect([matrix.count(0, 1), matrix.count(2, 1), matrix.most]).toEqual([20, 0, 20]);
    expect([matrix.restOfRow(0), matrix.restOfRow(2)]).toEqual([0, 3]);
    expect([matrix.restOfColumn(1), matrix.restOfColumn(0)]).toEqual([1, 0]);
    expect([matrix.moreRows, matrix.moreColumns]).toEqual([1, 1]);
  });

  it("loses no use: cells and what is left out are all of a row, and of a column", () => {
    const pairs = fc.array(
      fc.tuple(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 99 })).map((numbers) => pair(...numbers)),
    );
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 12 }), (given, size) => {
        const { rows, columns, count, restOfRow, restOfColumn } = matrixOf(given, size);
        const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0);
        for (const row of rows)
          expect(sum(columns.map(({ place }) => count(row.place, place))) + restOfRow(row.place)).toBe(
            row.count,
          );
        for (const column of columns)
          expect(sum(rows.map(({ place }) => count(place, column.place))) + restOfColumn(column.place)).toBe(
            column.count,
          );
      }),
    );
  });

  it("shows nothing as nothing, the least so that it is seen, and the most darkest", () => {
    expect([heatOf(0, 100), heatOf(1, 1_000_000), heatOf(1_000_000, 1_000_000)]).toEqual([0, 1, mostHeat]);
    expect(heatOf(1, 1)).toBe(mostHeat);
  });
});
