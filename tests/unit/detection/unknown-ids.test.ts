import { describe, expect, it } from "vitest";
import { unknownIds } from "../../../shared/detection/index.ts";
import { settingsWith } from "./settings-with.ts";

const ids = ["kms-request-rate", "secret-read-rate", "sigma/mine"];

describe("settings", () => {
  it("are told where they name a detection that there is not", () => {
    const settings = settingsWith({
      disabled: ["kms-request-rat"],
      thresholds: { "secret-read-rat": 3 },
      allow: [
        { principals: ["*"], reason: "of all" },
        { detections: ["secrets-*"], reason: "no such" },
      ],
    });
    expect(unknownIds(settings, ids)).toEqual([
      "There is no detection kms-request-rat, which the settings name under disabled.",
      "There is no detection secret-read-rat, which the settings name under thresholds.",
      "There is no detection secrets-*, which the settings name under allow[1].detections.",
    ]);
  });

  it("are in order where each is there, by its name or a pattern", () => {
    const settings = settingsWith({
      disabled: ["sigma/mine"],
      thresholds: { "kms-request-rate": 3 },
      allow: [{ detections: ["secret-*"], reason: "some" }],
    });
    expect(unknownIds(settings, ids)).toEqual([]);
  });
});
