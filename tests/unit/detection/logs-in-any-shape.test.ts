import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectInLogs, detections } from "../../../shared/detection/index.ts";
import type { CloudTrailRecord, LogSource } from "../../../shared/trail/index.ts";
import { aRecord } from "../trail/a-record.ts";
import { aLog } from "../trail/logs/a-log.ts";
import { settingsWith } from "./settings-with.ts";

const settings = settingsWith();
const regions = ["eu-central-1", "us-east-1"] as const;
const day = 86_400;

const readAt = (second: number, userName: string, secretId: string, region: string): CloudTrailRecord =>
  aRecord({
    eventTime: new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString().replace(".000Z", "Z"),
    awsRegion: region,
    userIdentity: { type: "IAMUser", userName, arn: `arn:aws:iam::111122223333:user/${userName}` },
    requestParameters: { secretId },
  });

/** Forty days of two readers; then somebody else takes thirty secrets of both regions, and one reader reads a lot. */
const events = [
  ...Array.from({ length: 320 }, (_, at) =>
    readAt(at * 10_800 + at, at % 2 ? "app" : "job", `usual-${at % 3}`, regions[at % 4 < 2 ? 0 : 1]),
  ),
  ...Array.from({ length: 30 }, (_, at) =>
    readAt(30 * day + at * 5, "eve", `taken-${at}`, regions[at % 2 ? 0 : 1]),
  ),
  ...Array.from({ length: 120 }, (_, at) => readAt(35 * day + 60 + at, "app", "usual-1", regions[0])),
].toSorted((one, other) => (one.eventTime < other.eventTime ? -1 : 1));

const log = (name: string, records: readonly CloudTrailRecord[]): LogSource =>
  aLog(name, records.map((record) => JSON.stringify(record)).join("\n"));

async function foundIn(logs: readonly LogSource[]) {
  const { findings, problems } = await detectInLogs(logs, { detections: detections(settings), settings });
  expect(problems).toEqual([]);
  return findings
    .map(({ id, firstSeen, lastSeen, count }) => [id, firstSeen, lastSeen, count].join(" "))
    .sort();
}

/** The events, each in one of so many logs, which are not called by their time. */
const spread = fc
  .tuple(
    fc.integer({ min: 2, max: 5 }),
    fc.array(fc.nat(), { minLength: events.length, maxLength: events.length }),
  )
  .map(([many, places]) =>
    Array.from({ length: many }, (_, at) =>
      log(
        `log-${many - at}`,
        events.filter((_, n) => (places[n] ?? 0) % many === at),
      ),
    ).filter(({ size }) => size > 0),
  );

describe("what log files tell", () => {
  it("depends on the events alone, not on how they are spread over logs, ordered in them or repeated", async () => {
    const expected = await foundIn([log("all", events)]);
    expect(expected.length).toBeGreaterThan(3);
    expect(await foundIn([log("console", events.toReversed())])).toEqual(expected);
    expect(await foundIn([log("one", events), log("again", events)])).toEqual(expected);
    await fc.assert(
      fc.asyncProperty(spread, async (logs) => {
        expect(await foundIn(logs)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });
});
