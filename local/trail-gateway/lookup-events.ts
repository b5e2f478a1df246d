import * as z from "zod";
import type { CloudTrailRecord } from "../../shared/trail/index.ts";

/** LookupEvents' own limit. */
const largestPage = 50;

const requestSchema = z.object({
  LookupAttributes: z.array(z.object({ AttributeKey: z.string(), AttributeValue: z.string() })).default([]),
  StartTime: z.number().optional(),
  EndTime: z.number().optional(),
  MaxResults: z.number().int().min(1).max(largestPage).default(largestPage),
  NextToken: z.string().optional(),
});

/** What a record must have for a lookup attribute. Source: LookupAttribute in CloudTrail's API reference. */
const attributes: Record<string, (record: CloudTrailRecord) => (string | undefined)[]> = {
  EventId: (record) => [record.eventID],
  EventName: (record) => [record.eventName],
  EventSource: (record) => [record.eventSource],
  ReadOnly: (record) => [String(record.readOnly ?? false)],
  Username: (record) => [username(record)],
  AccessKeyId: (record) => [record.userIdentity.accessKeyId],
  ResourceType: (record) => resources(record).map(({ ResourceType }) => ResourceType),
  ResourceName: (record) => resources(record).map(({ ResourceName }) => ResourceName),
};

/** Answers CloudTrail's `LookupEvents` from records: newest first, a page at a time. */
export function lookUpEvents(records: readonly CloudTrailRecord[], request: Record<string, unknown>): object {
  const { LookupAttributes, StartTime, EndTime, MaxResults, NextToken } = requestSchema.parse(request);
  const found = records
    .filter((record) => within(record, StartTime, EndTime))
    .filter((record) =>
      LookupAttributes.every(({ AttributeKey, AttributeValue }) =>
        (attributes[AttributeKey]?.(record) ?? []).includes(AttributeValue),
      ),
    )
    .reverse();
  const from = NextToken ? found.findIndex((record) => record.eventID === NextToken) : 0;
  const page = from < 0 ? [] : found.slice(from, from + MaxResults);
  const next = from < 0 ? undefined : found[from + MaxResults]?.eventID;
  return { Events: page.map(eventOf), ...(next ? { NextToken: next } : {}) };
}

function within(
  { eventTime }: CloudTrailRecord,
  start: number | undefined,
  end: number | undefined,
): boolean {
  const seconds = Date.parse(eventTime) / 1_000;
  return (start === undefined || seconds >= start) && (end === undefined || seconds <= end);
}

function eventOf(record: CloudTrailRecord): object {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    EventSource: record.eventSource,
    EventTime: Date.parse(record.eventTime) / 1_000,
    ReadOnly: String(record.readOnly ?? false),
    AccessKeyId: record.userIdentity.accessKeyId,
    Username: username(record),
    Resources: resources(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}

function username({ userIdentity }: CloudTrailRecord): string | undefined {
  if (userIdentity.userName) return userIdentity.userName;
  return userIdentity.type === "AssumedRole"
    ? userIdentity.arn?.split("/").at(-1)
    : userIdentity.type.toLowerCase();
}

function resources(record: CloudTrailRecord): { ResourceType: string; ResourceName: string }[] {
  const keys = (record.resources ?? []).flatMap(({ ARN, type }) =>
    ARN ? [{ ResourceType: type ?? "", ResourceName: ARN }] : [],
  );
  const secretId = record.requestParameters?.secretId ?? record.requestParameters?.name;
  return record.eventSource === "secretsmanager.amazonaws.com" && typeof secretId === "string"
    ? [...keys, { ResourceType: "AWS::SecretsManager::Secret", ResourceName: secretId }]
    : keys;
}
