import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MalformedRecordError, parseEventBridgeEvent } from "../../../shared/trail/index.ts";
import { aRecord, asEvent } from "./a-record.ts";
import { realRecords } from "./real-records.ts";

describe("parseEventBridgeEvent", () => {
  it("reads the record out of an event, with the fields that it does not know", () => {
    const record = aRecord({ addendum: { reason: "DELIVERY_DELAY" } });
    expect(parseEventBridgeEvent(asEvent(record))).toEqual(record);
  });

  it.each(realRecords.map((record) => [String(record.eventName), record] as const))(
    "reads the %s that CloudTrail wrote, and keeps all of it",
    (_, record) => {
      expect(parseEventBridgeEvent(asEvent(record))).toEqual(record);
    },
  );

  it.each([
    ["detail.eventID", { eventID: undefined }],
    ["detail.eventID", { eventID: "" }],
    ["detail.eventName", { eventName: 7 }],
    ["detail.eventSource", { eventSource: null }],
    ["detail.eventTime", { eventTime: "yesterday" }],
    ["detail.eventTime", { eventTime: "2026-02-30T00:00:00Z" }],
    ["detail.awsRegion", { awsRegion: undefined }],
    ["detail.userIdentity", { userIdentity: undefined }],
    ["detail.userIdentity.arn", { userIdentity: { type: "IAMUser", arn: {} } }],
    ["detail.requestParameters", { requestParameters: "secretId=x" }],
    ["detail.resources.0.ARN", { resources: [{ ARN: 1 }] }],
    ["detail.readOnly", { readOnly: "true" }],
  ])("refuses a record and names the field that is wrong: %s", (field, wrong) => {
    const event = asEvent({ ...aRecord(), ...wrong });
    expect(() => parseEventBridgeEvent(event)).toThrow(MalformedRecordError);
    expect(() => parseEventBridgeEvent(event)).toThrow(`${field}: `);
  });

  it.each([
    ["no JSON", "{", "not JSON"],
    ["an empty text", "", "not JSON"],
    ["a list", "[]", "event: "],
    ["null", "null", "event: "],
    ["an event without a detail", '{"source":"aws.kms","detail-type":"x"}', "detail: "],
    ["an event without a source", '{"detail-type":"x","detail":{}}', "source: "],
  ])("refuses %s and says so", (_, text, says) => {
    expect(() => parseEventBridgeEvent(text)).toThrow(MalformedRecordError);
    expect(() => parseEventBridgeEvent(text)).toThrow(says);
  });

  it("never repeats in its message what it was given", () => {
    const canary = fc.string().map((text) => `${text}CANARY`);
    const wrong = fc.oneof(canary, fc.array(canary), fc.dictionary(fc.string(), canary), fc.constant(null));
    const fields = fc.constantFrom(...Object.keys(aRecord()), "resources", "errorCode", "tlsDetails");
    const detail = fc.dictionary(fields, wrong).map((some) => ({ ...aRecord(), ...some }));
    const event = fc.oneof(
      detail.map(asEvent),
      wrong.map(asEvent),
      canary,
      wrong.map((w) => JSON.stringify(w)),
    );
    fc.assert(
      fc.property(event, (text) => {
        expect(messageOf(text)).not.toContain("CANARY");
      }),
    );
  });

  it("ends in a record or a MalformedRecordError, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue().map(asEvent)), (text) => {
        messageOf(text);
      }),
    );
  });
});

/** The message of the refusal; empty if there is none. */
function messageOf(text: string): string {
  try {
    parseEventBridgeEvent(text);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedRecordError);
    return error instanceof Error ? error.message : "";
  }
}
