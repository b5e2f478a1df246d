import { describe, expect, it } from "vitest";
import { memorySituations, situations } from "../../../../shared/findings/index.ts";
import { notRecovered } from "../../../../shared/rotation/index.ts";

const secret = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-a1b2c3";
const recover = "arn:aws:lambda:eu-central-1:111122223333:function:rekey-prod-recover";
const minute = (n: number) => new Date(Date.parse("2026-03-01T12:00:00Z") + n * 60_000);

const failed = (n: number, id = secret) =>
  notRecovered(id, recover, "the server does not answer", minute(n), 900);

describe("a rotation that could not be recovered", () => {
  it("is a finding about the secret that says why, and what to do", async () => {
    const [finding] = await situations(memorySituations()).merge([failed(0)], minute(0));
    expect(finding).toMatchObject({
      status: "NEW",
      ruleId: "rotation-not-recovered",
      severity: "HIGH",
      entity: secret,
      accountId: "111122223333",
      region: "eu-central-1",
      why: expect.stringContaining("the server does not answer"),
      remedy: expect.stringContaining(`rekey rotation recover ${secret}`),
    });
  });

  it("is one finding as long as attempts fail, and over when none does any more", async () => {
    const { merge, close } = situations(memorySituations());
    const findings = [];
    for (const at of [0, 5, 10, 15]) findings.push(...(await merge([failed(at)], minute(at))));
    findings.push(...(await close(minute(29))), ...(await close(minute(30))));
    expect(new Set(findings.map(({ id }) => id)).size).toBe(1);
    expect(findings.map(({ status }) => status)).toEqual(["NEW", "UPDATED", "UPDATED", "UPDATED", "CLOSED"]);
  });

  it("is one of each secret", async () => {
    const findings = await situations(memorySituations()).merge(
      [failed(0), failed(0, "prod/mail")],
      minute(0),
    );
    expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
  });
});
