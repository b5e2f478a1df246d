import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookUpEvents } from "../../../../local/trail-gateway/lookup-events.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { aRecord } from "../../trail/a-record.ts";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const session = "arn:aws:sts::111122223333:assumed-role/app/task-1";

const at = (second: number, cares: Partial<CloudTrailRecord> = {}) =>
  aRecord({
    eventTime: new Date((1_772_366_400 + second) * 1_000).toISOString().replace(".000", ""),
    ...cares,
  });

interface Page {
  Events: { EventId: string; [field: string]: unknown }[];
  NextToken?: string;
}

function page(records: readonly CloudTrailRecord[], request: Record<string, unknown> = {}): Page {
  const { status, body } = lookUpEvents(records, request);
  expect(status).toBe(200);
  return body as unknown as Page;
}

const idsOf = (records: readonly CloudTrailRecord[]) => records.map(({ eventID }) => eventID);
const found = (records: readonly CloudTrailRecord[], request: Record<string, unknown> = {}) =>
  page(records, request).Events.map(({ EventId }) => EventId);
const byAttribute = (records: readonly CloudTrailRecord[], AttributeKey: string, AttributeValue: string) =>
  found(records, { LookupAttributes: [{ AttributeKey, AttributeValue }] });

describe("LookupEvents", () => {
  it("tells of an event as CloudTrail does, with the whole record as text", () => {
    const record = at(0, {
      eventSource: "kms.amazonaws.com",
      eventName: "DisableKey",
      readOnly: false,
      resources: [{ ARN: keyArn, type: "AWS::KMS::Key" }],
      userIdentity: { type: "IAMUser", userName: "alice", accessKeyId: "AKIAEXAMPLE" },
    });
    expect(page([record]).Events).toEqual([
      {
        EventId: record.eventID,
        EventName: "DisableKey",
        EventSource: "kms.amazonaws.com",
        EventTime: 1_772_366_400,
        ReadOnly: "false",
        AccessKeyId: "AKIAEXAMPLE",
        Username: "alice",
        Resources: [{ ResourceType: "AWS::KMS::Key", ResourceName: keyArn }],
        CloudTrailEvent: JSON.stringify(record),
      },
    ]);
  });

  it("tells the newest first, by their own times; of two in one second the one recorded later", () => {
    const records = [at(5), at(0), at(9), at(5)];
    const [a, b, c, d] = idsOf(records);
    expect(found(records)).toEqual([c, d, a, b]);
  });

  it("pages through all events, each once, while new ones come in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        (seconds, MaxResults) => {
          const records = seconds.map((second) => at(second));
          const all = found(records);
          const seen: string[] = [];
          let NextToken: string | undefined;
          do {
            const { Events, NextToken: next } = page(records, {
              MaxResults,
              ...(NextToken && { NextToken }),
            });
            expect(Events.length).toBeLessThanOrEqual(MaxResults);
            seen.push(...Events.map(({ EventId }) => EventId));
            NextToken = next;
            records.push(at(100));
          } while (NextToken);
          expect(seen).toEqual(all);
        },
      ),
    );
  });

  it("gives 50 events at a time unless fewer are asked for", () => {
    const records = Array.from({ length: 60 }, () => at(0));
    expect(page(records).Events).toHaveLength(50);
    expect(page(records).NextToken).toBeDefined();
    expect(page(records, { MaxResults: 3 }).Events).toHaveLength(3);
  });

  it("keeps to the time that is asked for, both ends included", () => {
    const records = [at(0), at(1), at(2), at(3)];
    const [, b, c] = idsOf(records);
    expect(found(records, { StartTime: 1_772_366_401, EndTime: 1_772_366_402 })).toEqual([c, b]);
  });

  describe("finds by the attribute", () => {
    const disabled = at(3, {
      eventSource: "kms.amazonaws.com",
      eventName: "DisableKey",
      readOnly: false,
      resources: [{ ARN: keyArn, type: "AWS::KMS::Key" }],
      userIdentity: { type: "Root", accessKeyId: "AKIAROOT" },
    });
    const read = at(2, { userIdentity: { type: "AssumedRole", arn: session, accessKeyId: "ASIATASK" } });
    const service = at(1, {
      eventName: "RotationStarted",
      userIdentity: { type: "AWSService" },
      readOnly: false,
    });
    const records = [service, read, disabled];

    it.each([
      ["EventId", read.eventID, [read]],
      ["EventName", "DisableKey", [disabled]],
      ["EventSource", "secretsmanager.amazonaws.com", [read, service]],
      ["ReadOnly", "true", [read]],
      ["ReadOnly", "false", [disabled, service]],
      ["Username", "root", [disabled]],
      ["Username", "task-1", [read]],
      ["AccessKeyId", "ASIATASK", [read]],
      ["ResourceType", "AWS::KMS::Key", [disabled]],
      ["ResourceName", keyArn, [disabled]],
      ["ResourceName", "prod/db", [read, service]],
      ["EventName", "Disable", []],
    ])("%s: %s", (key, value, expected) => {
      expect(byAttribute(records, key, value)).toEqual(idsOf(expected));
    });
  });

  it("has no insights", () => {
    expect(found([at(0)], { EventCategory: "insight" })).toEqual([]);
  });

  it.each([
    [{ MaxResults: 0 }, "InvalidMaxResultsException"],
    [{ MaxResults: 51 }, "InvalidMaxResultsException"],
    [{ NextToken: "of another lookup" }, "InvalidNextTokenException"],
    [{ StartTime: 2, EndTime: 1 }, "InvalidTimeRangeException"],
    [{ StartTime: "yesterday" }, "InvalidTimeRangeException"],
    [{ EventCategory: "management" }, "InvalidEventCategoryException"],
    [
      { LookupAttributes: [{ AttributeKey: "Region", AttributeValue: "x" }] },
      "InvalidLookupAttributesException",
    ],
    [
      { LookupAttributes: [{ AttributeKey: "constructor", AttributeValue: "x" }] },
      "InvalidLookupAttributesException",
    ],
    [
      {
        LookupAttributes: [
          { AttributeKey: "EventName", AttributeValue: "a" },
          { AttributeKey: "EventName", AttributeValue: "b" },
        ],
      },
      "InvalidLookupAttributesException",
    ],
  ])("refuses %j as CloudTrail does: %s", (request, __type) => {
    expect(lookUpEvents([at(0)], request)).toMatchObject({ status: 400, body: { __type } });
  });

  it("answers or refuses, whatever it is asked", () => {
    const names = ["LookupAttributes", "StartTime", "EndTime", "EventCategory", "MaxResults", "NextToken"];
    const request = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    fc.assert(
      fc.property(request, (given) => {
        expect([200, 400]).toContain(lookUpEvents([at(0)], given).status);
      }),
    );
  });
});
