import { describe, expect, it } from "vitest";
import { examplesById, mustBeSilent, mustFire } from "../../../../shared/detection/index.ts";

describe.each(Object.entries(examplesById))("%s", (id, { fires, silent }) => {
  it.each(fires.map((example) => [example.says, example] as const))("fires: %s", async (_, example) => {
    expect(await mustFire(id, example)).toMatchObject({ passed: true });
  });

  it.each(silent.map((example) => [example.says, example] as const))("is silent: %s", async (_, example) => {
    expect(await mustBeSilent(id, example)).toMatchObject({ passed: true });
  });
});
