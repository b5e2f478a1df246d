import { describe, expect, it } from "vitest";
import { DamagedLogError, MalformedLogRecordError, NotALogError } from "../../../../shared/trail/index.ts";
import { aRecord } from "../a-record.ts";
import { parse } from "./parsing.ts";

const records = Array.from({ length: 5 }, (_, n) => aRecord({ eventID: `event-${n}` }));
const texts = records.map((record) => JSON.stringify(record));
const log = `{"Records":[${texts.join(",")}]}`;
const lines = texts.join("\n");
const ids = (found: { eventID: string }[]) => found.map(({ eventID }) => eventID);
const without = (n: number) => ids(records.toSpliced(n, 1));

describe("a record that cannot be used", () => {
  it("is told of with its place and reason, and the others are read", () => {
    const faulty = log.replace('"awsRegion":"eu-central-1"', '"awsRegion":7');
    const { records: read, problems, seen } = parse(faulty);
    expect(ids(read)).toEqual(without(0));
    expect(seen).toBe(4);
    const [problem] = problems;
    expect(problem).toBeInstanceOf(MalformedLogRecordError);
    expect(problem).toMatchObject({ source: "a.json", record: 1, offset: '{"Records":['.length });
    expect(problem?.message).toBe(
      "a.json: record 1, at byte 12: awsRegion: Invalid input: expected string, received number",
    );
  });

  it.each([
    ["is no JSON", (text: string) => text.replace("true", "truth"), "it is not JSON"],
    ["has no eventName", (text: string) => text.replace('"eventName":"GetSecretValue",', ""), "eventName: "],
    [
      "has a number as eventSource",
      (text: string) => text.replace(/"eventSource":"[^"]+"/, '"eventSource":7'),
      "eventSource is not a string",
    ],
    ["has no time", (text: string) => text.replace("12:00:00Z", "noon"), "eventTime: "],
  ])("is told of when it %s", (_, spoil, reason) => {
    for (const [join, whole] of [
      [",", (all: string) => `{"Records":[${all}]}`],
      ["\n", (all: string) => all],
    ] as const) {
      const { records: read, problems } = parse(whole(texts.with(2, spoil(texts[2] ?? "")).join(join)));
      expect(ids(read)).toEqual(without(2));
      expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(`record 3, at byte`)]);
      expect(problems[0]?.message).toContain(reason);
    }
  });

  it("is not looked at if it is not wanted, but for where it ends", () => {
    const {
      records: read,
      problems,
      seen,
    } = parse(log.replaceAll("eu-central-1", ""), [{ source: "kms.amazonaws.com" }]);
    expect({ read, problems, seen }).toEqual({ read: [], problems: [], seen: 5 });
  });
});

describe("a record with a byte too few", () => {
  const wholes = { "a list": [",", `{"Records":[`, `]}`], "lines of JSON": ["\n", "", ""] } as const;

  it.each(Object.entries(wholes))(
    "costs no other record of %s, whichever byte it is",
    (_, [join, before, after]) => {
      const text = texts[1] ?? "";
      for (let at = 0; at < text.length; at += 1) {
        if (!'{}"'.includes(text.charAt(at))) continue;
        const spoilt = before + texts.with(1, text.slice(0, at) + text.slice(at + 1)).join(join) + after;
        const { records: read, problems } = parse(spoilt);
        expect(problems.length, `without byte ${at}, ${text.slice(at - 20, at + 20)}`).toBeGreaterThan(0);
        expect(ids(read), `without byte ${at}, ${text.slice(at - 20, at + 20)}`).toEqual(without(1));
      }
    },
  );
});

describe("a log that breaks off", () => {
  it("is read up to there, wherever that is", () => {
    for (let length = 1; length < log.length; length += 1) {
      const { records: read, problems } = parse(log.slice(0, length));
      const whole = texts.filter(
        (_, n) => length >= '{"Records":['.length + texts.slice(0, n + 1).join(",").length,
      );
      expect(ids(read)).toEqual(ids(records).slice(0, whole.length));
      const kind = length < '{"Records":['.length ? NotALogError : DamagedLogError;
      expect(problems, `at ${length}`).toEqual([expect.any(kind)]);
    }
  });

  it("names the byte at which the record begins that is not whole", () => {
    const { problems } = parse(log.slice(0, 100));
    expect(problems[0]?.message).toBe("a.json: It breaks off in the record at byte 12.");
  });
});

describe("what is no log of CloudTrail's", () => {
  it.each([
    ["nothing", "", "a.json: It is empty."],
    ["a text", "Dear reader,\n{yours}\n", "a.json: There is no CloudTrail record in it."],
    [
      "other JSON",
      '{"awsAccountId":"111122223333","digestStartTime":"2026-03-01T12:00:00Z"}',
      "a.json: There is no CloudTrail record in it.",
    ],
    ["other lists", '[{"a":1},2,"three",[4,["]"]],null]', "a.json: There is no CloudTrail record in it."],
    [
      "other events",
      JSON.stringify({ "detail-type": "Scheduled Event", detail: {} }),
      "a.json: There is no CloudTrail record in it.",
    ],
    ["bytes", Buffer.from([0, 1, 2, 255, 254]), "a.json: There is no CloudTrail record in it."],
  ])("is told of: %s", (_, content, message) => {
    const { records: read, problems, seen } = parse(content);
    expect({ read, seen }).toEqual({ read: [], seen: 0 });
    expect(problems).toEqual([expect.any(NotALogError)]);
    expect(problems[0]?.message).toBe(message);
  });

  it("is counted where it stands among records", () => {
    const { records: read, problems } = parse(`[7,${texts[0]},{"a":{"eventSource":"x"}},${texts[1]}]`);
    expect(ids(read)).toEqual(["event-0", "event-1"]);
    expect(problems.map(({ message }) => message)).toEqual([
      "a.json: 2 of its entries are no CloudTrail records.",
    ]);
  });

  it("is not an empty list of records", () => {
    expect(parse('{"Records":[]}')).toEqual({ records: [], seen: 0, problems: [] });
  });

  it("is told of a hundred times at most, and then counted", () => {
    const { problems, records: read } = parse(`${lines}\n${"{broken\n".repeat(150)}${lines}`);
    expect(read).toHaveLength(10);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe("a.json: 50 more records cannot be read.");
  });
});
