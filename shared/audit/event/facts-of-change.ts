import { asked, at, type CloudTrailRecord, text } from "../../trail/index.ts";

const ofGrants = ["CreateGrant", "RetireGrant", "RevokeGrant"];

/**
 * The id of the grant that a call made, retired or revoked. Source: KMS Developer Guide, log entries of CreateGrant, RetireGrant
 * and RevokeGrant.
 */
export function grantOf(record: CloudTrailRecord): string | undefined {
  if (!ofGrants.includes(record.eventName)) return undefined;
  return (
    text(at(record.responseElements, "grantId")) ??
    asked(record, "grantId") ??
    text(at(record.additionalEventData, "grantId"))
  );
}

/** The staging label that a call moved or removed. */
export function stagingLabelOf(record: CloudTrailRecord): string | undefined {
  return record.eventName === "UpdateSecretVersionStage" ? asked(record, "versionStage") : undefined;
}
