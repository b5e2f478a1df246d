import path from "node:path";
import { describe, expect, it } from "vitest";
import { fileJournal, lookupEngine } from "../../../shared/audit/index.ts";
import { aTrail } from "../audit/engines/a-trail.ts";
import { account, decrypt, keyArn, kmsCall, read } from "../audit/records.ts";
import { aFolder } from "../trail/logs/a-folder.ts";
import { gathered } from "./gathered.ts";

const period = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-03-22T00:00:00Z") };
const now = new Date("2026-03-22T08:00:00Z");
const day = (n: number) => `2026-03-${String(n).padStart(2, "0")}`;

/** A key that is disabled, and a secret that somebody reads who never did in three weeks: to tell that needs the order of time. */
const records = [
  // More than are searched at once.
  ...Array.from({ length: 20 * 20 }, (_, n) => {
    const time = `${10 + (n % 10)}:${String(n % 60).padStart(2, "0")}`;
    return read("prod/db", { eventTime: `${day(1 + Math.floor(n / 20))}T${time}:00Z` });
  }),
  read("prod/db", {
    eventTime: `${day(21)}T12:00:00Z`,
    userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${account}:user/mallory`, accountId: account },
  }),
  decrypt(),
  kmsCall("DisableKey", { requestParameters: { keyId: keyArn }, eventTime: `${day(2)}T00:00:00Z` }),
];

type Settings = Parameters<typeof lookupEngine>[0];

const engineFor = (client: Settings["client"], more: Partial<Settings> = {}) =>
  lookupEngine({
    client,
    naming: { namesOf: async () => undefined, targetOf: async () => undefined },
    now,
    perSecond: 1_000,
    firstRetryMs: 1,
    ...more,
  });

describe("a report from CloudTrail's event history", () => {
  it("has the same as from log files, though the newest events come first, and goes over each source once", async () => {
    const { client, asked } = await aTrail(records);
    const { findings, notes, ...report } = await gathered(engineFor(client), { period, now });
    const { findings: fromLogs, notes: _, ...ofLogs } = await gathered(records, { period, now });
    expect(fromLogs?.map(({ ruleId }) => ruleId).sort()).toEqual([
      "kms-key-disabled-or-scheduled-for-deletion",
      "secret-first-read-by-principal",
      "secrets-first-read-by-person",
    ]);
    expect(findings).toEqual(fromLogs);
    expect(report).toEqual(ofLogs);
    expect(notes.join()).toContain("log files have the others");
    expect(new Set(asked.map(({ attribute }) => attribute))).toEqual(
      new Set(["EventSource=kms.amazonaws.com", "EventSource=secretsmanager.amazonaws.com"]),
    );
  });

  it("has all findings when an interrupted run is continued", async () => {
    const journal = fileJournal(path.join(await aFolder(), "journal.jsonl"));
    const refuse = (_: unknown, index: number) => (index === 2 ? "AccessDeniedException" : undefined);
    const { client: failing } = await aTrail(records, refuse);
    expect((await gathered(engineFor(failing, { journal }), { period, now })).problemCount).toBe(1);
    const { client, asked } = await aTrail(records);
    const { findings, problemCount } = await gathered(engineFor(client, { journal }), { period, now });
    expect(problemCount).toBe(0);
    expect(findings).toEqual((await gathered(records, { period, now })).findings);
    expect(asked.length).toBe(8);
  });
});
