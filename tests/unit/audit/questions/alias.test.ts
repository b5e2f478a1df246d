import { describe, expect, it } from "vitest";
import { type AuditEngine, count, parseResource } from "../../../../shared/audit/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { answeredFrom, decrypt, engineOf, keyArn, kmsCall, otherKeyArn } from "../records.ts";

const aliasArn = "arn:aws:kms:eu-central-1:111122223333:alias/payroll";

const alias = (eventName: string, day: number, key: string) =>
  kmsCall(eventName, {
    eventTime: on(day),
    requestParameters: {
      aliasName: "alias/payroll",
      ...(eventName !== "DeleteAlias" && { targetKeyId: key }),
    },
    resources: [{ ARN: aliasArn }, { ARN: key }],
  });

const use = (day: number, key: string, cares: Partial<CloudTrailRecord> = {}) =>
  decrypt({ key, eventTime: on(day), ...cares });

const on = (day: number) => `2026-03-${String(day).padStart(2, "0")}T12:00:00Z`;

async function timesOf(engine: AuditEngine, text = "alias/payroll") {
  const question = count(parseResource(text), { timeZone: "UTC" });
  const { answer, problems } = await answeredFrom(question, engine);
  const days = answer.groups.flatMap(({ name, count }) => (count > 0 ? [Number(name.slice(-2))] : []));
  return { days, untold: problems.map(({ message }) => message) };
}

describe("an alias that was re-pointed", () => {
  const records = [
    alias("CreateAlias", 2, keyArn),
    use(1, keyArn),
    use(3, keyArn),
    use(3, otherKeyArn),
    alias("UpdateAlias", 4, otherKeyArn),
    use(5, keyArn),
    use(6, otherKeyArn),
    alias("DeleteAlias", 7, otherKeyArn),
    use(8, otherKeyArn),
  ];

  it("is followed through its history, in whatever order that is told", async () => {
    expect(await timesOf(engineOf(records))).toEqual({ days: [3, 6], untold: [] });
    expect(await timesOf(engineOf(records.toReversed()))).toEqual({ days: [3, 6], untold: [] });
  });

  it("is one of an account and Region, if it is named by its ARN", async () => {
    const elsewhere = records.map((record) => ({ ...record, awsRegion: "us-east-1" }));
    const moved = (record: CloudTrailRecord) => ({
      ...record,
      resources:
        record.resources?.map(({ ARN }) => ({ ARN: ARN?.replace("eu-central-1", "us-east-1") })) ?? [],
    });
    expect((await timesOf(engineOf(elsewhere.map(moved)), aliasArn)).days).toEqual([]);
    expect((await timesOf(engineOf(records), aliasArn)).days).toEqual([3, 6]);
  });

  it("is known before its first change by the calls that named it, and by its deletion", async () => {
    const named = use(1, keyArn, { requestParameters: { keyId: "alias/payroll" } });
    const update = alias("UpdateAlias", 4, otherKeyArn);
    expect(await timesOf(engineOf([named, use(3, keyArn), update, use(5, keyArn)]))).toEqual({
      days: [1, 3],
      untold: [],
    });
    expect(
      (await timesOf(engineOf([use(1, keyArn), alias("DeleteAlias", 4, keyArn), use(5, keyArn)]))).days,
    ).toEqual([1]);
  });

  it("says from when on it is not known what it pointed at", async () => {
    const { days, untold } = await timesOf(engineOf([use(3, keyArn), alias("UpdateAlias", 4, otherKeyArn)]));
    expect(days).toEqual([]);
    expect(untold).toEqual([expect.stringContaining("before 2026-03-04T12:00:00Z is not told")]);
  });

  it("is what it points at now, where an engine can ask and nothing changed", async () => {
    const engine = { ...engineOf([use(3, keyArn), use(4, otherKeyArn)]) };
    const period = { from: new Date("2026-01-01"), to: new Date("2026-05-01") };
    const now = { ...engine, aliases: { period, targetNow: async () => keyArn } };
    expect(await timesOf(now)).toEqual({ days: [3], untold: [] });
    expect((await timesOf(engine)).untold).toEqual([expect.stringContaining("is not told")]);
  });
});
