import { describe, expect, it } from "vitest";
import { type PlantedAttack, score } from "../../../../bench/synthetic-account/index.ts";
import type { Finding } from "../../../../shared/findings/index.ts";
import { aFinding } from "../../findings/a-finding.ts";

const measured = { from: new Date("2026-03-06T00:00:00Z"), until: new Date("2026-03-07T00:00:00Z") };
const mallory = "arn:aws:sts::111122223333:assumed-role/Developer/mallory";
const someoneElse = "arn:aws:sts::111122223333:assumed-role/Developer/someone-else";
const secret = "111122223333/eu-central-1/prod/db";

const read: PlantedAttack = {
  id: "read",
  title: "A secret is read",
  technique: "T1555.006",
  behaviours: ["many-secrets-read"],
  from: "2026-03-06T12:00:00.000Z",
  until: "2026-03-06T12:05:00.000Z",
  principals: [mallory],
  resources: [secret],
};
const stopped: PlantedAttack = { ...read, id: "stopped", principals: ["root"], resources: ["organization"] };

let findings = 0;

function found({ at = "2026-03-06T12:01:00Z", ...cares }: Partial<Finding> & { at?: string }): Finding {
  findings += 1;
  return aFinding({
    id: String(findings),
    ruleId: "a-rule",
    principal: someoneElse,
    entity: "111122223333/eu-central-1/other",
    resources: [],
    firstSeen: at,
    lastSeen: at,
    ...cares,
  });
}

const foundBy = (finding: Finding) => [...score([finding], [read], { measured }).found.keys()];

describe("score", () => {
  it("counts a finding that names the attack's principal in its time", () => {
    expect(foundBy(found({ principal: mallory }))).toEqual(["read"]);
  });

  it("counts a finding about the attack's principal, whoever called last", () => {
    expect(foundBy(found({ entity: mallory }))).toEqual(["read"]);
  });

  it("counts a finding that names a resource of the attack in its time, by name or by ARN", () => {
    const arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-a1B2c3";

    expect(foundBy(found({ entity: secret }))).toEqual(["read"]);
    expect(foundBy(found({ resources: ["another", secret] }))).toEqual(["read"]);
    expect(foundBy(found({ resources: [arn] }))).toEqual(["read"]);
  });

  it("does not count a finding about someone and something else", () => {
    expect(foundBy(found({}))).toEqual([]);
  });

  it.each([
    ["2026-03-06T11:00:00Z", true],
    ["2026-03-06T10:59:59Z", false],
    ["2026-03-06T13:05:00Z", true],
    ["2026-03-06T13:05:01Z", false],
  ])("allows an hour before and after: at %s %s", (at, counts) => {
    expect(foundBy(found({ principal: mallory, at })).length === 1).toBe(counts);
  });

  it("calls every other finding of the measured day a false alert, and none of the days before", () => {
    const findings = [
      found({ ruleId: "b" }),
      found({ ruleId: "a", principal: mallory, at: "2026-03-06T18:00:00Z" }),
      found({ ruleId: "b", at: "2026-03-06T00:00:00Z" }),
      found({ ruleId: "a", at: "2026-03-05T23:59:59Z" }),
      found({ ruleId: "a", at: "2026-03-07T00:00:00Z" }),
      found({ ruleId: "a", principal: mallory }),
    ];
    const { falseAlerts, falseAlertsByRule } = score(findings, [read], { measured });

    expect(falseAlerts).toEqual(findings.slice(0, 3));
    expect([...falseAlertsByRule].sort()).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });

  it("counts a situation that begins before the attack and is seen again in it", () => {
    const [firstSeen, lastSeen] = ["2026-03-06T09:00:00Z", "2026-03-06T12:03:00Z"];

    expect(foundBy(found({ principal: mallory, firstSeen, lastSeen }))).toEqual(["read"]);
    expect(foundBy(found({ principal: mallory, firstSeen, lastSeen: "2026-03-06T20:00:00Z" }))).toEqual([]);
  });

  it("counts a situation once, however often it is sent", () => {
    const begun = found({});
    const again: Finding = { ...begun, status: "UPDATED", lastSeen: "2026-03-06T14:00:00Z" };
    const { falseAlerts } = score([begun, again, { ...again, status: "CLOSED" }], [read], { measured });

    expect(falseAlerts).toEqual([begun]);
  });

  it("forgives a situation that turns out to be an attack", () => {
    const begun = found({ at: "2026-03-06T09:00:00Z" });
    const again: Finding = {
      ...begun,
      status: "UPDATED",
      resources: [secret],
      lastSeen: "2026-03-06T12:03:00Z",
    };

    expect(score([begun, again], [read], { measured })).toMatchObject({ recall: 1, falseAlerts: [] });
  });

  it("tells which attacks were found, by what, which were missed, and the share of them", () => {
    const findings = ["late", "early", "late"].map((ruleId) => found({ ruleId, principal: mallory }));
    const { found: told, missed, recall } = score(findings, [read, stopped], { measured });

    expect([...told]).toEqual([["read", ["early", "late"]]]);
    expect(missed).toEqual(["stopped"]);
    expect(recall).toBe(0.5);
  });
});
