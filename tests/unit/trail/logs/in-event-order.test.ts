import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inEventOrder, type TimedLog } from "../../../../shared/trail/index.ts";
import { aRecord } from "../a-record.ts";
import { aLog } from "./a-log.ts";

const records = (eventTime: string) => JSON.stringify({ Records: [aRecord({ eventTime })] });

const namesOf = (logs: readonly TimedLog[]) => logs.map(({ source }) => source.name);

describe("logs", () => {
  it("are in the order of their events, whatever they are called and however they are packed", async () => {
    const sources = [
      aLog("a", records("2026-03-01T00:00:00Z")),
      aLog("b", gzipSync(records("2026-01-01T00:00:00Z"))),
      aLog("c", JSON.stringify(aRecord({ eventTime: "2026-02-01T00:00:00Z" }), undefined, 2)),
      aLog("d", records("2026-04-01T00:00:00Z"), { delivered: new Date("2026-01-15T00:00:00Z") }),
    ];
    expect(namesOf(await inEventOrder(sources))).toEqual(["b", "d", "c", "a"]);
  });

  it("are not read whole for that where they are large", async () => {
    const read = () => expect.unreachable("it was read whole");
    const large = { size: 1_000_000, read };
    const sources = [
      aLog("a", records("2026-03-01T00:00:00Z"), large),
      aLog("b", gzipSync(records("2026-01-01T00:00:00Z")), large),
    ];
    expect(namesOf(await inEventOrder(sources))).toEqual(["b", "a"]);
  });

  it("come last, in the order in which they were found, where nothing tells their time", async () => {
    const unreadable = () => Promise.reject(new Error("gone"));
    const sources = [
      aLog("text", "no log"),
      aLog("gone", "", { read: unreadable }),
      aLog("half", gzipSync(records("2026-02-01T00:00:00Z")).subarray(0, 40)),
      aLog("known", records("2026-03-01T00:00:00Z")),
    ];
    expect(namesOf(await inEventOrder(sources))).toEqual(["known", "text", "gone", "half"]);
  });

  it("are known to be in another order, as the console's downloads are with the latest event first", async () => {
    const at = (minutes: number[]) =>
      JSON.stringify({
        Records: minutes.map((minute) =>
          aRecord({ eventTime: new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString() }),
        ),
      });
    const sources = [
      aLog("newest first", at([3_000, 1_500, 0])),
      aLog("newest first, within minutes", at([9, 8, 7, 5, 5, 3, 2, 1])),
      aLog("shuffled", at([100, 300, 200, 900])),
      aLog("oldest first", at([0, 1_500])),
      aLog("of one time", at([5, 5, 5, 5, 5, 5])),
      aLog("mixed within minutes", at([5, 3, 7, 2, 9, 8, 12])),
    ];
    const timed = await inEventOrder(sources);
    expect(timed.flatMap(({ source, isUnordered }) => (isUnordered ? source.name : [])).sort()).toEqual([
      "newest first",
      "newest first, within minutes",
      "shuffled",
    ]);
  });

  it("are not touched where they can be read only once", async () => {
    const opened = () => expect.unreachable("it was opened");
    const pipe = aLog("pipe", "", { size: Number.POSITIVE_INFINITY, read: opened, stream: opened });
    const known = aLog("known", records("2026-03-01T00:00:00Z"));
    expect(namesOf(await inEventOrder([pipe, known]))).toEqual(["known", "pipe"]);
  });

  it("are not unpacked beyond a limit to learn their time", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const known = aLog("known", records("2026-03-01T00:00:00Z"));
    expect(namesOf(await inEventOrder([aLog("bomb", bomb), known]))).toEqual(["known", "bomb"]);
  });
});
