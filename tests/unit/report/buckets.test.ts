import { describe, expect, it } from "vitest";
import { bucketsOf } from "../../../shared/report/buckets.ts";

const period = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

describe("the buckets of a report", () => {
  it("are hours of some days, days of some months, weeks of more", () => {
    const hours = bucketsOf(period("2026-03-01T00:00Z", "2026-03-08T00:00Z"), "UTC");
    expect([hours.unit, hours.starts.length, hours.starts[1]]).toEqual(["hour", 168, "2026-03-01T01:00"]);
    const days = bucketsOf(period("2026-01-01T00:00Z", "2026-04-01T00:00Z"), "UTC");
    expect([days.unit, days.starts.length, days.starts.at(-1)]).toEqual(["day", 90, "2026-03-31T00:00"]);
    const weeks = bucketsOf(period("2025-01-01T00:00Z", "2026-01-01T00:00Z"), "UTC");
    expect([weeks.unit, weeks.starts.length, weeks.starts[0]]).toEqual(["week", 53, "2024-12-30T00:00"]);
  });

  it("have one for the hour that clocks go through twice, and none for the one they leave out", () => {
    const autumn = bucketsOf(period("2026-10-24T22:00Z", "2026-10-25T23:00Z"), "Europe/Berlin");
    expect(autumn.starts).toHaveLength(24);
    expect(autumn.of(Date.parse("2026-10-25T00:30Z"))).toBe(autumn.of(Date.parse("2026-10-25T01:30Z")));
    const spring = bucketsOf(period("2026-03-28T23:00Z", "2026-03-29T22:00Z"), "Europe/Berlin");
    expect(spring.starts).toHaveLength(23);
    expect(spring.starts).not.toContain("2026-03-29T02:00");
  });

  it("reach from the first moment of the period to its last, and no further", () => {
    const { of, starts } = bucketsOf(period("2026-03-01T10:20Z", "2026-03-01T12:05Z"), "UTC");
    expect(starts).toEqual(["2026-03-01T10:00", "2026-03-01T11:00", "2026-03-01T12:00"]);
    expect(of(Date.parse("2026-03-01T10:19:59Z"))).toBeUndefined();
    expect(of(Date.parse("2026-03-01T12:04:59Z"))).toBe(2);
    expect(of(Date.parse("2026-03-01T12:05Z"))).toBeUndefined();
  });
});
