import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { jsonText } from "../../../../shared/trail/logs/json-text.ts";
import { scanObject } from "../../../../shared/trail/logs/scan-object.ts";
import { newSearches, skipRecord } from "../../../../shared/trail/logs/skip-record.ts";
import { aRecord, asEvent } from "../a-record.ts";
import { realRecords } from "../real-records.ts";
import { style, trickyName, trickyText, trickyValue, write } from "./json-styles.ts";
import { parse } from "./parsing.ts";

const wants = [
  { source: "kms.amazonaws.com" },
  { source: "ssm.amazonaws.com", names: ["GetParameter"] },
  { source: "ssm.amazonaws.com", names: ["GetParameters"] },
];

const isWanted = ({ eventSource, eventName }: CloudTrailRecord) =>
  eventSource === "kms.amazonaws.com" ||
  (eventSource === "ssm.amazonaws.com" && ["GetParameter", "GetParameters"].includes(eventName));

/** A record with members that look like others, in any order, CloudTrail's own among them. */
const record: fc.Arbitrary<CloudTrailRecord> = fc
  .record({
    cares: fc.record({
      eventSource: fc.constantFrom("kms.amazonaws.com", "ssm.amazonaws.com", "ec2.amazonaws.com"),
      eventName: fc.constantFrom("Decrypt", "GetParameter", "DeleteParameter"),
      userAgent: trickyText,
      requestParameters: fc.dictionary(trickyName, trickyValue, { maxKeys: 3, noNullPrototype: true }),
      additionalEventData: fc.option(
        fc.dictionary(fc.constantFrom("eventSource", "eventVersion", "detail"), trickyValue, {
          noNullPrototype: true,
        }),
      ),
    }),
    extra: trickyValue,
    shuffled: fc.boolean(),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ cares, extra, shuffled, order }) => {
    const made = aRecord({ ...cares, extra });
    if (!shuffled) return made;
    const keyed = Object.entries(made).map((entry) => [order.next().value ?? 0, entry] as const);
    return aRecord(Object.fromEntries(keyed.sort(([one], [other]) => one - other).map(([, entry]) => entry)));
  });

const sizes = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 5 });

/** All layouts that a log may have, of records written in some style. */
const layouts = {
  "CloudTrail's own files": (texts: string[]) =>
    `{"owner":{"Records":7},"Records":[${texts.join(",")}],"next":[{}]}`,
  lists: (texts: string[]) => `[\n${texts.join(",\n")}\n]\n`,
  "lines of JSON": (texts: string[]) => texts.join("\n"),
  "lines of lists": (texts: string[]) => texts.map((text) => `{"Records":[${text}]}`).join("\n"),
  "EventBridge events": (texts: string[]) =>
    texts
      .map((text) => asEvent(0).replace('"detail":0', `"detail":${text},"last":{"eventSource":"x"}`))
      .join("\n"),
};

describe("a log with any JSON in its records", () => {
  it.each(Object.entries(layouts))("is read as JSON.parse would read it: %s", (_, layout) => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 6 }),
        style,
        sizes,
        fc.boolean(),
        (records, style, sizes, marked) => {
          const log = `${marked ? "\uFEFF" : ""}${layout(records.map((one) => write(one, style)))}`;
          const { records: read, seen, problems } = parse(log, wants, sizes);
          const expected: unknown[] = records.filter(isWanted).map((one) => JSON.parse(JSON.stringify(one)));
          expect(read).toEqual(expected);
          expect(seen).toBe(records.length);
          if (records.length > 0) expect(problems).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("counts the last of members of the same name, as JSON.parse does", () => {
    const text = JSON.stringify(aRecord({ eventSource: "ec2.amazonaws.com", eventID: "twice" }));
    const twice = `${text.slice(0, -1)},"eventSource":"kms.amazonaws.com"}`;
    const reversed = `${text.slice(0, -1).replace("ec2.", "kms.")},"event\\u0053ource":"ec2.amazonaws.com"}`;
    const escaped = `${text.slice(0, -1)},"event\\u0053ource":"kms.amazonaws.com","eventID":"escaped"}`;
    const { records, seen } = parse(`{"Records":[${twice},${reversed},${escaped}]}`, wants);
    expect(records.map(({ eventSource, eventID }) => [eventSource, eventID])).toEqual([
      ["kms.amazonaws.com", "twice"],
      ["kms.amazonaws.com", "escaped"],
    ]);
    expect(seen).toBe(3);
  });

  it("counts the last of names, and not one further inside", () => {
    const of = (eventName: string, last: string) => {
      const text = JSON.stringify(
        aRecord({ eventSource: "ssm.amazonaws.com", eventName, eventID: eventName }),
      );
      expect(text).toContain(`"eventSource":"ssm.amazonaws.com","eventName":"${eventName}"`);
      return `${text.slice(0, -1)},${last}}`;
    };
    const wanted = of("DeleteParameter", '"eventName":"GetParameter"');
    const unwanted = of("GetParameter", '"eventName":"DeleteParameter"');
    const inside = of("PutParameter", '"inside":{"eventName":"GetParameter"}');
    const { records, seen } = parse(`{"Records":[${wanted},${unwanted},${inside}]}`, wants);
    expect(records.map(({ eventName, eventID }) => [eventName, eventID])).toEqual([
      ["GetParameter", "DeleteParameter"],
    ]);
    expect(seen).toBe(3);
  });
});

describe("skipRecord", () => {
  it("finds in any record what going through it byte by byte finds, or nothing", () => {
    fc.assert(
      fc.property(record, style, trickyText, (one, style, after) => {
        const text = write(one, style);
        const json = jsonText(Buffer.from(`${text},${JSON.stringify(after)}`));
        const scan = scanObject(json, 1, false);
        if (scan.kind !== "object") throw new Error("The record has no end.");
        expect(scan.end).toBe(Buffer.byteLength(text));
        const skipped = skipRecord(json, 0, newSearches());
        if (skipped) expect(skipped).toEqual({ end: scan.end, source: (scan.members.eventSource ?? 0) + 1 });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(realRecords.map((one) => [String(one.eventName), one] as const))(
    "is sure of the %s that CloudTrail wrote",
    (_, one) => {
      const text = JSON.stringify(one);
      expect(skipRecord(jsonText(Buffer.from(text)), 0, newSearches())?.end).toBe(Buffer.byteLength(text));
    },
  );
});
