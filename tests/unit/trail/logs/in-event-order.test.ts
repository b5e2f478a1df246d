import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inEventOrder, type LogSource, type TimedLog } from "../../../../shared/trail/index.ts";
import { aRecord } from "../a-record.ts";

const records = (eventTime: string) => JSON.stringify({ Records: [aRecord({ eventTime })] });

function log(name: string, content: string | Buffer, cares: Partial<LogSource> = {}): LogSource {
  const bytes = Buffer.from(content);
  return {
    name,
    size: bytes.length,
    read: async () => bytes,
    stream: async function* () {
      yield bytes;
    },
    ...cares,
  };
}

const namesOf = (logs: readonly TimedLog[]) => logs.map(({ source }) => source.name);

describe("logs", () => {
  it("are in the order of their events, whatever they are called and however they are packed", async () => {
    const sources = [
      log("a", records("2026-03-01T00:00:00Z")),
      log("b", gzipSync(records("2026-01-01T00:00:00Z"))),
      log("c", JSON.stringify(aRecord({ eventTime: "2026-02-01T00:00:00Z" }), undefined, 2)),
      log("d", records("2026-04-01T00:00:00Z"), { delivered: new Date("2026-01-15T00:00:00Z") }),
    ];
    expect(namesOf(await inEventOrder(sources))).toEqual(["b", "d", "c", "a"]);
  });

  it("are not read whole for that where they are large", async () => {
    const read = () => expect.unreachable("it was read whole");
    const large = { size: 1_000_000, read };
    const sources = [
      log("a", records("2026-03-01T00:00:00Z"), large),
      log("b", gzipSync(records("2026-01-01T00:00:00Z")), large),
    ];
    expect(namesOf(await inEventOrder(sources))).toEqual(["b", "a"]);
  });

  it("come last, in the order in which they were found, where nothing tells their time", async () => {
    const unreadable = () => Promise.reject(new Error("gone"));
    const sources = [
      log("text", "no log"),
      log("gone", "", { read: unreadable }),
      log("half", gzipSync(records("2026-02-01T00:00:00Z")).subarray(0, 40)),
      log("known", records("2026-03-01T00:00:00Z")),
    ];
    expect(namesOf(await inEventOrder(sources))).toEqual(["known", "text", "gone", "half"]);
  });

  it("are not touched where they can be read only once, nor where there is but one", async () => {
    const opened = () => expect.unreachable("it was opened");
    const pipe = log("pipe", "", { size: Number.POSITIVE_INFINITY, read: opened, stream: opened });
    const known = log("known", records("2026-03-01T00:00:00Z"));
    expect(namesOf(await inEventOrder([pipe, known]))).toEqual(["known", "pipe"]);
    expect(await inEventOrder([log("one", "", { read: opened, stream: opened })])).toHaveLength(1);
  });

  it("are not unpacked beyond a limit to learn their time", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const known = log("known", records("2026-03-01T00:00:00Z"));
    expect(namesOf(await inEventOrder([log("bomb", bomb), known]))).toEqual(["known", "bomb"]);
  });
});
