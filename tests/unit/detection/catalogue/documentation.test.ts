import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { describeDetections, detectionsPage } from "../../../../shared/detection/index.ts";
import { settingsWith } from "../settings-with.ts";

describe("the page about the detections", () => {
  it("is what the definitions say: npm run docs renews it", async () => {
    const page = await readFile(new URL("../../../../docs/detections.md", import.meta.url), "utf8");
    expect(page).toBe(detectionsPage(await describeDetections(settingsWith())));
  });

  it("says of every detection how severe it is, why it fires and what to do", async () => {
    for (const { id, severities, why, remedy } of await describeDetections(settingsWith())) {
      expect(severities, id).not.toEqual([]);
      expect(`${why}${remedy}`, id).not.toMatch(/undefined|NaN|\[object|unknown/);
    }
  });
});
