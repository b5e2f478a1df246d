import { type CloudTrailClient, paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import { type CloudTrailRecord, cloudTrailRecordSchema, principalOf } from "../trail/index.ts";

/** What happened to a secret's rotation, and when. */
export interface HistoryEntry {
  /** ISO 8601. */
  at: string;
  what: "started" | "succeeded" | "failed" | "abandoned" | "promoted";
  /** The version concerned; empty where the record does not tell. */
  versionId: string;
  principal: string;
  /** The reason of a failure. */
  detail: string;
}

const serviceEvents: Record<string, HistoryEntry["what"]> = {
  RotationStarted: "started",
  RotationSucceeded: "succeeded",
  RotationFailed: "failed",
  RotationAbandoned: "abandoned",
};

/**
 * A secret's rotations as CloudTrail has them: what Secrets Manager itself reports, and promotions by hand.
 *
 * @returns newest first; of the last 90 days at most, LookupEvents keeps no more
 */
export async function rotationHistory(
  client: CloudTrailClient,
  secret: { arn: string; name: string },
): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (const name of [...Object.keys(serviceEvents), "UpdateSecretVersionStage"]) {
    const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: name }];
    for await (const { Events = [] } of paginateLookupEvents({ client }, { LookupAttributes })) {
      for (const { CloudTrailEvent } of Events) {
        const { data: record } = cloudTrailRecordSchema.safeParse(JSON.parse(CloudTrailEvent ?? "{}"));
        const entry = record && entryOf(record, secret);
        if (entry) entries.push(entry);
      }
    }
  }
  return entries.sort((one, other) => other.at.localeCompare(one.at));
}

function entryOf(record: CloudTrailRecord, secret: { arn: string; name: string }): HistoryEntry | undefined {
  const { requestParameters: asked, additionalEventData: told } = record;
  const about = told?.SecretId ?? asked?.secretId;
  if (about !== secret.arn && about !== secret.name) return undefined;
  const what = serviceEvents[record.eventName];
  const common = {
    at: record.eventTime,
    principal: principalOf(record).id,
    detail: record.errorMessage ?? "",
  };
  if (what) return { ...common, what, versionId: tokenOf(record.requestID, secret.arn) };
  const promoted = asked?.versionStage === "AWSCURRENT" && !record.errorCode;
  return promoted
    ? { ...common, what: "promoted", versionId: String(asked.moveToVersionId ?? "") }
    : undefined;
}

/** The request id of what Secrets Manager itself reports is `Rotation-ARN-TOKEN`. */
function tokenOf(requestId = "", arn: string): string {
  const prefix = `Rotation-${arn}-`;
  return requestId.startsWith(prefix) ? requestId.slice(prefix.length) : "";
}
