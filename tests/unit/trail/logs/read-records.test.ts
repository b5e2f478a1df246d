import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  type CloudTrailRecord,
  DamagedLogError,
  type LogProblem,
  type LogSource,
  NotALogError,
  readRecords,
  sourcesOf,
  UnreadableLogError,
} from "../../../../shared/trail/index.ts";
import { aRecord } from "../a-record.ts";
import { aFolder, noS3 } from "./a-folder.ts";
import { secretEvents } from "./parsing.ts";

type Options = { from?: Date; to?: Date };

async function read(sources: readonly LogSource[], options: Options = {}) {
  const records: CloudTrailRecord[] = [];
  const problems: LogProblem[] = [];
  let seen = 0;
  for await (const batch of readRecords(sources, { wants: secretEvents, ...options })) {
    records.push(...batch.records);
    problems.push(...batch.problems);
    seen += batch.seen;
  }
  return { ids: records.map(({ eventID }) => eventID), problems, seen };
}

async function readFolder(files: Record<string, string | Buffer>, options: Options = {}) {
  const { sources } = await sourcesOf([await aFolder(files)], { s3: noS3 });
  return read(sources, options);
}

const logOf = (...ids: string[]) =>
  JSON.stringify({
    Records: ids.map((eventID) =>
      aRecord({ eventID, extra: createHash("sha512").update(eventID).digest("hex") }),
    ),
  });

const many = Array.from({ length: 2_000 }, (_, n) => `event-${n}`);

/** A log that may only be read piece by piece. */
const large = (pieces: () => Iterable<Buffer>): LogSource => ({
  name: "large.json",
  size: 2_000_000_000,
  read: () => Promise.reject(new Error("It is too large.")),
  stream: async function* () {
    yield* pieces();
  },
});

const inPieces = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));

describe("readRecords", () => {
  it("reads logs in their order, packed or not whatever their names say", async () => {
    const { ids, problems, seen } = await readFolder({
      "a.json.gz": logOf("1", "2"),
      "b.json": gzipSync(logOf("3")),
      "c.txt": Buffer.concat([gzipSync(logOf("4").slice(0, 30)), gzipSync(logOf("4").slice(30))]),
      "d.json": `\uFEFF${logOf("5")}`,
      ...Object.fromEntries(
        Array.from({ length: 20 }, (_, n) => [`e${10 + n}.json`, gzipSync(logOf(`${6 + n}`))]),
      ),
    });
    expect(ids).toEqual(Array.from({ length: 25 }, (_, n) => `${n + 1}`));
    expect(problems).toEqual([]);
    expect(seen).toBe(25);
  });

  it("gives the records of the time asked for, its end not part of it", async () => {
    const at = (eventTime: string) => aRecord({ eventTime, eventID: eventTime });
    const times = [
      "2026-03-01T11:59:59Z",
      "2026-03-01T12:00:00Z",
      "2026-03-01T12:59:59Z",
      "2026-03-01T13:00:00Z",
    ];
    const files = { "a.json": JSON.stringify(times.map(at)) };
    const range = { from: new Date("2026-03-01T12:00:00Z"), to: new Date("2026-03-01T13:00:00Z") };
    expect((await readFolder(files, range)).ids).toEqual(times.slice(1, 3));
  });

  it.each([
    ["in pieces", (bytes: Buffer) => inPieces(bytes, 10_007)],
    ["packed, in pieces", (bytes: Buffer) => inPieces(gzipSync(bytes), 1_009)],
    [
      "packed twice and put together",
      (bytes: Buffer) =>
        inPieces(Buffer.concat([gzipSync(bytes.subarray(0, 99)), gzipSync(bytes.subarray(99))]), 70_000),
    ],
  ])("reads a large log %s", async (_, pieces) => {
    const { ids, problems } = await read([large(() => pieces(Buffer.from(logOf(...many))))]);
    expect(ids).toEqual(many);
    expect(problems).toEqual([]);
  });

  it("hands on the records of a large log before all of it is read", async () => {
    const line = Buffer.from(`${JSON.stringify(aRecord())}\n`.repeat(1_000));
    let isClosed = false;
    const endless = large(function* () {
      try {
        for (;;) yield line;
      } finally {
        isClosed = true;
      }
    });
    for await (const { records } of readRecords([endless], { wants: secretEvents })) {
      expect(records.length).toBeGreaterThan(0);
      expect(records.length).toBeLessThan(1_000);
      break;
    }
    expect(isClosed).toBe(true);
  });

  it("reads a packed log up to where it is cut off or damaged", async () => {
    const packed = gzipSync(logOf(...many));
    const half = Math.floor(packed.length / 2);
    const spoilt = Buffer.from(packed);
    spoilt.fill(0xff, half, half + 300);
    for (const bytes of [packed.subarray(0, half), spoilt]) {
      for (const source of [
        large(() => inPieces(bytes, 50_000)),
        { ...large(() => []), size: bytes.length, read: async () => bytes },
      ]) {
        const { ids, problems } = await read([source]);
        // Before the damage is noticed, a few bytes of it may have been taken for data.
        expect(ids.slice(0, -2)).toEqual(many.slice(0, ids.length - 2));
        expect(ids.length).toBeGreaterThan(many.length * 0.4);
        expect(ids.length).toBeLessThan(many.length * 0.6);
        expect(problems).toContainEqual(
          new DamagedLogError("large.json", "The gzip file is damaged or cut off."),
        );
      }
    }
  });

  it("does not trust the size that a packed log tells of itself", async () => {
    const packed = gzipSync(logOf("1"));
    for (const size of [0, 7, 1_000_000]) {
      const lying = Buffer.concat([packed, gzipSync("\n")]);
      lying.writeUInt32LE(size, lying.length - 4);
      const { ids, problems } = await readFolder({ "a.json.gz": lying });
      expect(ids).toEqual(["1"]);
      expect(problems).toEqual([expect.any(DamagedLogError)]);
    }
  });

  it("tells of the logs that it cannot read, and reads the others", async () => {
    const broken = {
      ...large(() => []),
      size: 1,
      name: "broken.json",
      read: () => Promise.reject(new Error("EIO")),
    };
    const brokenLater = {
      ...large(function* () {
        yield Buffer.from(logOf(...many).slice(0, 500_000));
        throw new Error("the connection broke");
      }),
      name: "later.json",
    };
    const good = {
      ...large(() => []),
      size: 1,
      name: "good.json",
      read: async () => Buffer.from(logOf("1")),
    };
    const empty = { ...large(() => []), name: "empty.json" };
    const { ids, problems } = await read([broken, brokenLater, empty, good]);
    expect(ids.length).toBeGreaterThan(500);
    expect(ids.at(-1)).toBe("1");
    expect(problems.map(({ message }) => message)).toEqual([
      "broken.json: It cannot be read: EIO",
      expect.stringContaining("later.json: It breaks off in the record at byte"),
      "later.json: It cannot be read: the connection broke",
      "empty.json: It is empty.",
    ]);
    expect(problems[0]).toBeInstanceOf(UnreadableLogError);
    expect(problems[3]).toBeInstanceOf(NotALogError);
  });
});
