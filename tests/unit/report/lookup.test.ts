import path from "node:path";
import { describe, expect, it } from "vitest";
import { fileJournal, lookupEngine } from "../../../shared/audit/index.ts";
import { aTrail } from "../audit/engines/a-trail.ts";
import { decrypt, keyArn, kmsCall, read, secretArn } from "../audit/records.ts";
import { aRecord } from "../trail/a-record.ts";
import { aFolder } from "../trail/logs/a-folder.ts";
import { gathered } from "./gathered.ts";

/** A key that is disabled, and a secret whose rotation fails again and again: what is counted needs the order of time. */
const records = [
  decrypt(),
  read("prod/db"),
  ...Array.from({ length: 60 }, (_, n) =>
    aRecord({
      eventName: "RotationFailed",
      eventTime: `2026-03-01T12:${String(n).padStart(2, "0")}:00Z`,
      readOnly: false,
      requestParameters: null,
      additionalEventData: { SecretId: secretArn },
      userIdentity: { accountId: "111122223333", invokedBy: "secretsmanager.amazonaws.com" },
    }),
  ),
  kmsCall("DisableKey", { requestParameters: { keyId: keyArn }, eventTime: "2026-03-02T00:00:00Z" }),
];

type Settings = Parameters<typeof lookupEngine>[0];

const engineFor = (client: Settings["client"], more: Partial<Settings> = {}) =>
  lookupEngine({
    client,
    naming: { namesOf: async () => undefined, targetOf: async () => undefined },
    now: new Date("2026-03-04T08:00:00Z"),
    perSecond: 1_000,
    firstRetryMs: 1,
    ...more,
  });

describe("a report from CloudTrail's event history", () => {
  it("has the same as from log files, though the newest events come first, and goes over each source once", async () => {
    const { client, asked } = await aTrail(records);
    const { findings, notes, ...report } = await gathered(engineFor(client));
    const { findings: fromLogs, notes: _, ...ofLogs } = await gathered(records);
    expect(fromLogs?.map(({ ruleId }) => ruleId).sort()).toEqual([
      "kms-key-disabled-or-scheduled-for-deletion",
      "secret-rotation-failing",
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
    expect((await gathered(engineFor(failing, { journal }))).problemCount).toBe(1);
    const { client, asked } = await aTrail(records);
    const { findings, problemCount } = await gathered(engineFor(client, { journal }));
    expect(problemCount).toBe(0);
    expect(findings).toEqual((await gathered(records)).findings);
    expect(asked.length).toBeLessThan(3);
  });
});
