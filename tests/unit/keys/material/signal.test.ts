import { describe, expect, it } from "vitest";
import { signalSchema } from "../../../../shared/findings/finding.ts";
import { materialSignal } from "../../../../shared/keys/index.ts";

const key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const functionArn = "arn:aws:lambda:eu-central-1:111122223333:function:rekey-prod-sweep";
const now = new Date("2026-03-01T12:00:00Z");
const signal = (validTo: string) => materialSignal({ key, validTo: new Date(validTo) }, functionArn, now);

describe("the finding about key material that is about to expire", () => {
  it("says which key, when, what happens then and what to type", () => {
    const told = signal("2026-03-21T12:00:00Z");
    expect(signalSchema.parse(told)).toMatchObject({
      ruleId: "kms-key-material-about-to-expire",
      entity: key,
      resources: [key],
      accountId: "111122223333",
      region: "eu-central-1",
      principal: functionArn,
      why: expect.stringContaining("expires at 2026-03-21T12:00:00.000Z, in 20 days."),
      remedy: expect.stringContaining(`aws kms get-parameters-for-import --key-id ${key}`),
    });
  });

  it.each([
    ["2026-03-21T12:00:00Z", "MEDIUM"],
    ["2026-03-09T12:00:00Z", "MEDIUM"],
    ["2026-03-09T11:59:59Z", "HIGH"],
    ["2026-03-03T12:00:00Z", "HIGH"],
    ["2026-03-03T11:59:59Z", "CRITICAL"],
    ["2026-03-01T13:00:00Z", "CRITICAL"],
  ])("with an end at %s is %s", (validTo, severity) => {
    expect(signal(validTo).severity).toBe(severity);
  });

  it("is one finding from day to day, and over when a day brings none", () => {
    const { quietSeconds } = signal("2026-03-21T12:00:00Z");
    expect(quietSeconds).toBeGreaterThan(24 * 60 * 60);
    expect(quietSeconds).toBeLessThanOrEqual(2 * 24 * 60 * 60);
  });
});
