/** What the questions need of a CloudTrail record, in one form: every engine gives it, whatever it reads. */
export interface AuditEvent {
  /** One for both records of a call between two accounts. */
  id: string;
  /** ISO 8601, UTC, as recorded. */
  time: string;
  /** Such as `kms.amazonaws.com`. */
  source: string;
  /** The record's `eventName`, such as `Decrypt`. */
  operation: string;
  account: string;
  region: string;
  /** ARN of the user, or of the role for an assumed role; the name of a service that acts by itself. */
  principal: string;
  /** The ARN as recorded: with the session, for an assumed role. */
  caller: string;
  accessKeyId?: string | undefined;
  /** The service that acted for the caller. */
  service?: string | undefined;
  /** The address that the call came from; a service's name where one called. */
  address: string;
  /** The VPC endpoint, the /24 or /48 around the address, or the service. */
  network: string;
  /** ARNs of the KMS keys that it is about. */
  keys: readonly string[];
  /** Aliases that it names, as `account/region/alias/name`. */
  aliases: readonly string[];
  /** The secret that it is about, as `account/region/name`. */
  secret?: string | undefined;
  /** The encryption context as JSON, its names sorted. */
  context?: string | undefined;
  /** The error code of a call that failed. */
  error?: string | undefined;
  /** Whether it failed for want of permission. */
  denied: boolean;
  /** What it changed, in words. */
  change?: string | undefined;
  /** The id of the grant that it made, retired or revoked. */
  grant?: string | undefined;
  /** The staging label that it moved or removed. */
  stagingLabel?: string | undefined;
  /** Until when what it deletes can be brought back, ISO 8601; equal to `time` where it cannot. */
  recoverableUntil?: string | undefined;
}
