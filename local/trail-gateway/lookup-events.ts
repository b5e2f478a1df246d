import * as z from "zod";
import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import type { Answer } from "./answer.ts";

/** LookupEvents' own limit. */
const largestPage = 50;

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

const attribute = z.object({
  AttributeKey: z.string().refine((key) => Object.hasOwn(attributes, key)),
  AttributeValue: z.string().min(1).max(2_000),
});

const requestSchema = z.object({
  LookupAttributes: z.array(attribute).max(1).default([]),
  StartTime: z.number().optional(),
  EndTime: z.number().optional(),
  EventCategory: z.literal("insight").optional(),
  MaxResults: z.number().int().min(1).max(largestPage).default(largestPage),
  NextToken: z.string().optional(),
});

/** Errors of the API, by the parameter that is wrong. */
const errors: Record<string, string> = {
  LookupAttributes: "InvalidLookupAttributesException",
  StartTime: "InvalidTimeRangeException",
  EndTime: "InvalidTimeRangeException",
  EventCategory: "InvalidEventCategoryException",
  MaxResults: "InvalidMaxResultsException",
  NextToken: "InvalidNextTokenException",
};

/** Answers CloudTrail's `LookupEvents` from records: newest first, a page at a time. */
export function lookUpEvents(records: readonly CloudTrailRecord[], request: Record<string, unknown>): Answer {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) return refused(String(parsed.error.issues[0]?.path[0]));
  const { LookupAttributes, StartTime, EndTime, EventCategory, MaxResults, NextToken } = parsed.data;
  if ((StartTime ?? 0) > (EndTime ?? Number.POSITIVE_INFINITY)) return refused("StartTime");
  const found = EventCategory
    ? []
    : newestFirst(records)
        .filter((record) => within(record, StartTime, EndTime))
        .filter((record) =>
          LookupAttributes.every(({ AttributeKey, AttributeValue }) =>
            attributes[AttributeKey]?.(record).includes(AttributeValue),
          ),
        );
  const from = NextToken ? found.findIndex((record) => record.eventID === NextToken) : 0;
  if (from < 0) return refused("NextToken");
  const next = found[from + MaxResults]?.eventID;
  const Events = found.slice(from, from + MaxResults).map(eventOf);
  return { status: 200, requestId: undefined, body: { Events, ...(next ? { NextToken: next } : {}) } };
}

function refused(parameter: string): Answer {
  const __type = errors[parameter] ?? "InvalidParameterCombinationException";
  const message = `The parameter ${parameter} is not valid.`;
  return { status: 400, requestId: undefined, body: { __type, message } };
}

/** Of two in the same second the one that was recorded later comes first. */
function newestFirst(records: readonly CloudTrailRecord[]): CloudTrailRecord[] {
  return records.toReversed().sort((one, other) => Date.parse(other.eventTime) - Date.parse(one.eventTime));
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

function username({ userIdentity: { type, userName, arn } }: CloudTrailRecord): string | undefined {
  if (type === "Root") return "root";
  return type === "AssumedRole" ? arn?.split("/").at(-1) : userName;
}

function resources(record: CloudTrailRecord): { ResourceType: string; ResourceName: string }[] {
  const named = (record.resources ?? []).flatMap(({ ARN, type }) =>
    ARN ? [{ ResourceType: type ?? "", ResourceName: ARN }] : [],
  );
  const secretId = record.requestParameters?.secretId ?? record.requestParameters?.name;
  return record.eventSource === "secretsmanager.amazonaws.com" && typeof secretId === "string"
    ? [...named, { ResourceType: "AWS::SecretsManager::Secret", ResourceName: secretId }]
    : named;
}
