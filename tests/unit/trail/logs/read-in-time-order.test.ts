import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  inEventOrder,
  type LogBatch,
  type LogSource,
  readInTimeOrder,
} from "../../../../shared/trail/index.ts";
import { aRecord } from "../a-record.ts";
import { aLog } from "./a-log.ts";

const minute = (at: number) => new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString().replace(".000", "");

function log(name: string, minutes: readonly number[], cares: Partial<LogSource> = {}): LogSource {
  const lines = minutes.map((at, n) =>
    JSON.stringify(aRecord({ eventID: `${name}-${n}`, eventTime: minute(at) })),
  );
  return aLog(name, lines.join("\n"), cares);
}

const wants = [{ source: "secretsmanager.amazonaws.com" }];

async function readAll(sources: readonly LogSource[]): Promise<LogBatch[]> {
  const batches: LogBatch[] = [];
  for await (const batch of readInTimeOrder(await inEventOrder(sources), { wants })) batches.push(batch);
  return batches;
}

const timesIn = (batches: readonly LogBatch[]) =>
  batches.flatMap(({ records }) => records.map(({ eventTime }) => eventTime));

const inOrder = fc
  .array(fc.nat(2_000), { maxLength: 30 })
  .map((minutes) => minutes.toSorted((one, other) => one - other));

describe("logs that hold the same time", () => {
  it("are read side by side: every record once, in the order of time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(inOrder, { minLength: 2, maxLength: 6 }), async (logs) => {
        const batches = await readAll(logs.map((minutes, at) => log(`log-${at}`, minutes)));
        const times = timesIn(batches);
        expect(times).toEqual(logs.flat().map(minute).toSorted());
        expect(batches.reduce((sum, { seen }) => sum + seen, 0)).toBe(times.length);
        const ids = batches.flatMap(({ records }) => records.map(({ eventID }) => eventID));
        expect(new Set(ids).size).toBe(ids.length);
        for (const { source, records } of batches)
          for (const { eventID } of records) expect(eventID.startsWith(`${source.name}-`)).toBe(true);
      }),
    );
  });

  it("may have the latest events first: they are turned, alone and among others", async () => {
    const turned = log("console", [90, 60, 60, 20, 0]);
    expect(timesIn(await readAll([turned]))).toEqual([0, 20, 60, 60, 90].map(minute));
    expect(timesIn(await readAll([log("export", [10, 70]), turned]))).toEqual(
      [0, 10, 20, 60, 60, 70, 90].map(minute),
    );
    const many = Array.from({ length: 70 }, (_, at) => log(`log-${at}`, [100 + at]));
    const batches = await readAll([...many, turned]);
    expect(timesIn(batches)).toEqual([0, 20, 60, 60, 90, ...many.map((_, at) => 100 + at)].map(minute));
    expect(batches.reduce((sum, { seen }) => sum + seen, 0)).toBe(75);
  });

  it("may be CloudTrail's own files, one after the other, and others beside them", async () => {
    const delivered = (at: number) => ({ delivered: new Date(Date.UTC(2026, 0, 1, 0, at)) });
    const sources = [
      log("own-2", [65, 70], delivered(75)),
      log("own-1", [5, 10], delivered(15)),
      log("export", [0, 60, 90]),
    ];
    expect(timesIn(await readAll(sources))).toEqual([0, 5, 10, 60, 65, 70, 90].map(minute));
  });

  it("are opened no earlier than their time comes, and each problem is told once", async () => {
    const opened: string[] = [];
    const noting = (name: string, minutes: number[]): LogSource => {
      const source = log(name, minutes);
      let times = 0;
      // The first time is for its beginning.
      const read = () => {
        times += 1;
        if (times > 1) opened.push(name);
        return source.read();
      };
      return { ...source, read };
    };
    const broken = log("broken", [], { size: 5, read: async () => Buffer.from("hello") });
    const batches = await readAll([noting("march", [5_000]), noting("january", [0, 1]), broken]);
    expect(opened).toEqual(["january", "march"]);
    expect(batches.flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual([
      "broken: There is no CloudTrail record in it.",
    ]);
  });

  it("are let go of where the reader stops", async () => {
    let closed = 0;
    const endless = (name: string, from: number): LogSource =>
      log(name, [from], {
        size: 10_000_000,
        stream: async function* () {
          try {
            for (let at = from; ; at += 1)
              yield Buffer.from(`${JSON.stringify(aRecord({ eventTime: minute(at) }))}\n`);
          } finally {
            closed += 1;
          }
        },
      });
    const reading = readInTimeOrder(await inEventOrder([endless("a", 0), endless("b", 1)]), { wants });
    closed = 0;
    for await (const { records } of reading)
      if (records.some(({ eventTime }) => eventTime > minute(500))) break;
    expect(closed).toBe(2);
  });
});
