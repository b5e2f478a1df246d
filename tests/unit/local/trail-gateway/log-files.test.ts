import { describe, expect, it } from "vitest";
import { logFileKey, trailBucket } from "../../../../local/trail-gateway/log-files.ts";

describe("the log files", () => {
  it("are named as CloudTrail names them", () => {
    const at = new Date("2026-03-01T09:05:59.999Z");
    expect(logFileKey("111122223333", "eu-central-1", at, "Pw9qIYHsEKDmfMgX")).toBe(
      "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/" +
        "111122223333_CloudTrail_eu-central-1_20260301T0905Z_Pw9qIYHsEKDmfMgX.json.gz",
    );
  });

  it("lie in a bucket of their account", () => {
    expect(trailBucket("111122223333")).toBe("rekey-trail-111122223333");
  });
});
