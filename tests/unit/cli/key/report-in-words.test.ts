import { describe, expect, it } from "vitest";
import { reportInWords, type TrailUses } from "../../../../cli/key/report-in-words.ts";
import type { KeyReport } from "../../../../shared/keys/index.ts";

const at = (day: number) => new Date(2026, 2, day, 12);

const report: KeyReport = {
  facts: {
    arn: "arn:key",
    id: "id",
    type: "customer managed",
    state: "Enabled",
    description: "",
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    created: at(1).toISOString(),
    ageInDays: 9,
    deletedAt: undefined,
    materialExpires: undefined,
    multiRegion: undefined,
  },
  aliases: { found: [] },
  tags: { found: {} },
  rotation: { found: { automatic: "off", periodInDays: undefined, next: undefined, onDemandSince: at(9) } },
  pastRotations: {
    found: [6, 5, 4, 3, 2, 1].map((day) => ({ at: at(day), by: day > 4 ? "demand" : "schedule" })),
  },
  policy: { notLookedAt: "allow kms:GetKeyPolicy" },
  grants: { found: [] },
  lastUsage: { known: false, since: at(2) },
  dependents: { found: [], notLookedAt: [] },
};
const words = (more: Partial<KeyReport> = {}, trail?: TrailUses) =>
  reportInWords("alias/prod", { ...report, ...more }, trail).join("\n");
const withFacts = (more: Partial<KeyReport["facts"]>) => words({ facts: { ...report.facts, ...more } });

describe("a report on a key in words", () => {
  it("counts the rotations, those on demand of 25, and names the newest", () => {
    expect(words()).toContain("rotated   6 times, 2 of 25 on demand");
    expect(words()).toContain("2026-03-06 12:00:00 by demand");
    expect(words()).not.toContain("2026-03-01 12:00:00 by schedule");
    expect(words()).toContain("and 1 more");
    expect(words()).toContain("cost      3 US dollars a month");
    expect(words()).toContain("off: rekey key rotate; it rotates on demand since 2026-03-09");
  });

  it("says what is missing: an alias, a permission, uses", () => {
    expect(words()).toContain("aliases   none: name it by an alias");
    expect(words()).toContain("policy    not looked at: allow kms:GetKeyPolicy");
    expect(words()).toContain("KMS remembers none since 2026-03-02 12:00:00, when it began to watch");
    expect(words({}, { since: at(1).toISOString(), uses: [], notes: ["It may be late."] })).toContain(
      "the trail tells of none since 2026-03-01 12:00:00\n            Note: It may be late.",
    );
  });

  it("names the latest uses, and those that failed", () => {
    const use = {
      principal: "role/App",
      service: "s3.amazonaws.com",
      count: 3,
      failed: 1,
      first: at(1).toISOString(),
      last: at(2).toISOString(),
      sessions: [],
      operations: [{ name: "Decrypt", count: 3 }],
      addresses: [],
      contexts: [],
    };
    expect(words({}, { since: at(1).toISOString(), uses: [use], notes: [] })).toContain(
      "role/App through s3.amazonaws.com: Decrypt (3), last 2026-03-02 12:00:00; 1 of them failed",
    );
  });

  it.each<[string, Partial<KeyReport["facts"]>, string]>([
    [
      "is to be deleted",
      { state: "PendingDeletion", deletedAt: at(30).toISOString() },
      "PendingDeletion: it is deleted at 2026-03-30 12:00:00, and what it encrypted with it",
    ],
    [
      "costs nothing while it waits for that",
      { deletedAt: at(30).toISOString() },
      "nothing until it is deleted",
    ],
    [
      "has material that ends",
      { materialExpires: at(30).toISOString() },
      "its imported material expires at 2026-03-30 12:00:00",
    ],
    [
      "is a replica",
      { multiRegion: { as: "REPLICA", primary: "arn:primary", replicas: ["arn:a", "arn:b"] } },
      "a replica of arn:primary; replicas: arn:a, arn:b",
    ],
    ["is AWS's", { type: "AWS managed" }, "cost      its requests alone"],
  ])("says that it %s", (_, facts, expected) => {
    expect(withFacts(facts)).toContain(expected);
  });
});
