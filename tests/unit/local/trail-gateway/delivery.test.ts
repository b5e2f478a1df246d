import { describe, expect, it } from "vitest";
import { entryOf, lengthOfBatch } from "../../../../local/trail-gateway/delivery.ts";
import { parseEventBridgeEvent } from "../../../../shared/trail/index.ts";
import { aRecord } from "../../trail/a-record.ts";

describe("the delivery to the event bus", () => {
  it("makes the event that CloudTrail makes of a call", () => {
    const record = aRecord();
    const entry = entryOf(record);
    expect(entry).toMatchObject({
      Source: "aws.secretsmanager",
      DetailType: "AWS API Call via CloudTrail",
      Time: new Date(record.eventTime),
      Resources: [],
    });
    const event = { source: entry.Source, "detail-type": entry.DetailType, detail: JSON.parse(entry.Detail) };
    expect(parseEventBridgeEvent(JSON.stringify(event))).toEqual(record);
  });

  it("tells what a service reports from what somebody called", () => {
    const record = aRecord({ eventName: "RotationFailed", eventType: "AwsServiceEvent" });
    expect(entryOf(record).DetailType).toBe("AWS Service Event via CloudTrail");
  });

  it("goes ten records at a time, and never to two regions at once", () => {
    const here = Array.from({ length: 12 }, () => aRecord({ awsRegion: "eu-central-1" }));
    const there = aRecord({ awsRegion: "us-east-1" });
    expect(lengthOfBatch(here)).toBe(10);
    expect(lengthOfBatch([...here.slice(0, 3), there, ...here])).toBe(3);
    expect(lengthOfBatch([there])).toBe(1);
    expect(lengthOfBatch([])).toBe(0);
  });
});
