import { InvalidArgumentError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseTime } from "../../../cli/time.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("a time as people give it", () => {
  it("is so long ago, the beginning of a day here, or ISO 8601", () => {
    vi.useFakeTimers({ now: new Date(2026, 2, 10, 15, 30) });
    expect(parseTime("12h")).toEqual(new Date(2026, 2, 10, 3, 30));
    expect(parseTime("today")).toEqual(new Date(2026, 2, 10));
    expect(parseTime("yesterday")).toEqual(new Date(2026, 2, 9));
    expect(parseTime("2026-03-01T12:00Z")).toEqual(new Date("2026-03-01T12:00:00Z"));
  });

  it.each(["", "tomorrow", "7x", "2026-13-01"])("is not %j", (text) => {
    expect(() => parseTime(text)).toThrow(InvalidArgumentError);
  });
});
