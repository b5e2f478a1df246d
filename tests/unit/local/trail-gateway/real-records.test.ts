import { describe, expect, it } from "vitest";
import { recordOf } from "../../../../local/trail-gateway/record.ts";
import { cloudTrailRecordSchema } from "../../../../shared/trail/index.ts";
import { realRecords } from "../../trail/real-records.ts";

/** Structures as the API names their fields: CloudTrail only makes the first letter small. */
function asSent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      asSent(field),
    ]),
  );
}

const fields = (value: unknown) => (asSent(value) ?? {}) as Record<string, unknown>;

/** What differs from one writing of the same record to the next, or has no place here. */
function comparable({ eventID, eventVersion, tlsDetails, ...record }: Record<string, unknown>) {
  return record;
}

describe("the gateway's record of a call that CloudTrail recorded too", () => {
  it.each(realRecords.map((record) => [String(record.eventName), record] as const))(
    "is CloudTrail's own: %s",
    (_, real) => {
      const record = cloudTrailRecordSchema.parse(real);
      const call = {
        eventSource: record.eventSource,
        eventName: record.eventName,
        region: record.awsRegion,
        accessKeyId: record.userIdentity.accessKeyId ?? "",
        sessionToken: undefined,
        userAgent: record.userAgent ?? "",
        sourceIPAddress: record.sourceIPAddress ?? "",
        request: fields(record.requestParameters),
      };
      const answer = { status: 200, requestId: record.requestID, body: fields(record.responseElements) };
      const resources = record.resources?.map(({ ARN = "", accountId = "" }) => ({ ARN, accountId }));
      const written = recordOf(call, answer, record.userIdentity, resources, new Date(record.eventTime));
      expect(comparable(written)).toEqual(comparable(real));
    },
  );
});
