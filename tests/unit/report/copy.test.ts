import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { copyEngine, importLogs } from "../../../shared/audit/index.ts";
import { sourcesOf } from "../../../shared/trail/index.ts";
import { account, keyArn, kmsCall, read } from "../audit/records.ts";
import { aFolder, noS3 } from "../trail/logs/a-folder.ts";
import { gathered } from "./gathered.ts";

const period = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-03-22T00:00:00Z") };
const now = new Date("2026-03-22T08:00:00Z");

it("a report from a columnar copy has the findings that log files have, in whatever order they were imported", async () => {
  const days = Array.from({ length: 20 }, (_, n) => `2026-03-${String(n + 1).padStart(2, "0")}`);
  const mallory = { type: "IAMUser", arn: `arn:aws:iam::${account}:user/mallory`, accountId: account };
  const records = [
    ...days.map((day) => read("prod/db", { eventTime: `${day}T10:00:00Z` })),
    read("prod/db", { eventTime: "2026-03-21T12:00:00Z", userIdentity: mallory }),
    kmsCall("DisableKey", { requestParameters: { keyId: keyArn }, eventTime: "2026-03-02T00:00:00Z" }),
  ];
  const { findings: ofLogs, notes: _, ...fromLogs } = await gathered(records, { period, now });
  const copy = path.join(await aFolder(), "copy");
  for (const Records of [records.slice(10), records.slice(0, 10)]) {
    const logs = await aFolder({ "a.json.gz": gzipSync(JSON.stringify({ Records })) });
    await importLogs(copy, await sourcesOf([logs], { s3: noS3 }), { now });
  }

  const { findings, notes, ...fromCopy } = await gathered(copyEngine(copy), { period, now });

  expect(ofLogs?.map(({ ruleId }) => ruleId).sort()).toEqual([
    "kms-key-disabled-or-scheduled-for-deletion",
    "secret-first-read-by-principal",
    "secrets-first-read-by-person",
  ]);
  expect(findings).toEqual(ofLogs);
  expect(fromCopy).toEqual(fromLogs);
  expect(notes.join()).toContain("log files have the others");
});
