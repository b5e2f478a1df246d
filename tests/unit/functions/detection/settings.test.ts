import { describe, expect, it } from "vitest";
import { currentSettings } from "../../../../functions/detection/settings.ts";

/** Settings whose parameter a test writes, and what was told of them. */
function aSource() {
  const failures: unknown[] = [];
  const source = {
    text: undefined as string | undefined | Error,
    failures,
    read: async () => {
      if (source.text instanceof Error) throw source.text;
      return source.text;
    },
    thresholds: { "secret-read-rate": 100 },
    onFailure: (error: unknown) => failures.push(error),
  };
  return source;
}

describe("the settings of a running function", () => {
  it("are those of the parameter, anew when it was changed and else the same", async () => {
    const source = aSource();
    const settings = currentSettings(source);
    source.text = "learningDays: 3";
    const first = await settings();
    expect(first).toMatchObject({ learningDays: 3, thresholds: { "secret-read-rate": 100 } });
    expect(await settings()).toBe(first);
    source.text = "learningDays: 4";
    expect((await settings()).learningDays).toBe(4);
    expect(source.failures).toEqual([]);
  });

  it.each([
    ["are not in order", "learningDays: many"],
    ["cannot be read", new Error("AccessDenied")],
  ])("are the defaults where the parameter's %s, and somebody is told each time", async (_, text) => {
    const source = aSource();
    const settings = currentSettings(source);
    source.text = text;
    expect(await settings()).toMatchObject({ learningDays: 14, thresholds: { "secret-read-rate": 100 } });
    await settings();
    expect(source.failures).toHaveLength(2);
  });

  it("stay the last good ones when the parameter is spoilt later", async () => {
    const source = aSource();
    const settings = currentSettings(source);
    source.text = "learningDays: 3";
    await settings();
    source.text = "learningDays: many";
    expect((await settings()).learningDays).toBe(3);
    expect(source.failures).toHaveLength(1);
  });
});
