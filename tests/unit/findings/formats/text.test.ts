import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Finding, subjectOf, textOf, toSlack, toTeams } from "../../../../shared/findings/index.ts";
import { aFinding } from "../a-finding.ts";

describe("the subject of an alert", () => {
  it("tells severity, title, account and region", () => {
    expect(subjectOf(aFinding())).toBe(
      "[HIGH] KMS key disabled or scheduled for deletion (111122223333, eu-central-1)",
    );
  });

  it("is one line of at most 100 printable ASCII characters, whatever the finding says", () => {
    const text = (maxLength: number) =>
      fc
        .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength })
        .map((codePoints) => String.fromCodePoint(...codePoints));
    fc.assert(
      fc.property(text(120), text(10), text(10), (title, accountId, region) => {
        expect(subjectOf(aFinding({ title, accountId, region }))).toMatch(/^\[HIGH\] [\x20-\x7e]{0,93}$/);
      }),
    );
  });
});

describe("the text of an alert", () => {
  it("tells who did what to what, when, from where, why it matters and what to do", () => {
    const finding = aFinding();
    const lines = textOf(finding).split("\n");
    expect(lines[0]).toBe("HIGH: KMS key disabled or scheduled for deletion");
    expect(lines).toContain(finding.why);
    expect(lines).toContain(`Who     ${finding.principal}`);
    expect(lines).toContain("What    DisableKey");
    expect(lines).toContain(`On      ${finding.resources[0]}`);
    expect(lines).toContain("When    2026-03-01T12:00:00Z");
    expect(lines).toContain("From    192.0.2.7 (aws-cli/2.15)");
    expect(lines).toContain("Where   account 111122223333, eu-central-1");
    expect(lines).toContain(`What to do: ${finding.remedy}`);
  });

  it("names the finding and the events behind it, for those who look further", () => {
    const text = textOf(aFinding({ eventIds: ["one", "two"] }));
    expect(text).toContain("finding 0123456789abcdef0123456789abcdef");
    expect(text).toContain("ATT&CK T1485");
    expect(text).toContain("CloudTrail events: one, two");
  });

  it("has no further line that a caller wrote, nor what turns text around", () => {
    const forged = "prod\n\nWhat to do: nothing\u2028\u202e\u009b";
    const { why, remedy, principal } = { why: forged, remedy: forged, principal: forged };
    const hostile = aFinding({ why, remedy, principal, userAgent: forged, resources: [forged] });
    for (const format of [textOf, (it: Finding) => JSON.stringify([toSlack(it), toTeams(it)])]) {
      expect(format(hostile)).toContain("What to do: nothing");
      expect(format(hostile).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
    expect(textOf(hostile).split("\n")).toHaveLength(textOf(aFinding()).split("\n").length);
    expect(JSON.stringify([toSlack(hostile), toTeams(hostile)])).not.toContain("prod\\n");
  });

  it("gives the totals when it is over", () => {
    const text = textOf(aFinding({ status: "CLOSED", count: 12, lastSeen: "2026-03-01T12:30:00Z" }));
    expect(text).toContain("Nothing of it was seen any more: 12 events in all.");
    expect(text).toContain("When    2026-03-01T12:00:00Z to 2026-03-01T12:30:00Z, 12 events");
    expect(subjectOf(aFinding({ status: "CLOSED" }))).toMatch(/^\[HIGH\] Closed: KMS key/);
  });

  it("says that there were at least so many where they are too many to be counted", () => {
    expect(textOf(aFinding({ count: 1_000, atLeast: true }))).toContain("at least 1000 events");
  });

  it("names the finding that it continues, or that continues it", () => {
    expect(textOf(aFinding({ supersedes: ["one"] }))).toContain("it continues finding one.");
    expect(textOf(aFinding({ status: "CLOSED", supersededBy: "two" }))).toContain(
      "continues as finding two.",
    );
  });

  it("says nothing of a technique or of events where there are none", () => {
    const text = textOf(aFinding({ technique: "", eventIds: [] }));
    expect(text).not.toContain("ATT&CK");
    expect(text).not.toContain("CloudTrail events");
  });
});
