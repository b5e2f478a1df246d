import { describe, expect, it } from "vitest";
import { bar } from "../../../../cli/audit/bar.ts";

describe("a bar of a chart", () => {
  it("is as long as its value, shows what is little and nothing for nothing", () => {
    expect([bar(100, 100), bar(50, 100), bar(1, 100_000), bar(0, 100), bar(0, 0)]).toEqual([
      "█".repeat(30),
      "█".repeat(15),
      "▏",
      "",
      "",
    ]);
  });
});
