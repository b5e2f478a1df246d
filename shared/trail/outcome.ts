import type { CloudTrailRecord } from "./record.ts";

/** Whether the call did what it asked for. */
export function succeeded({ errorCode }: CloudTrailRecord): boolean {
  return errorCode === undefined;
}

/**
 * What the error codes of calls begin with that were refused for want of permission. Services spell it differently, and
 * changed their spelling over the years.
 */
export const refusalCodes: readonly string[] = [
  "AccessDenied",
  "Client.UnauthorizedOperation",
  "UnauthorizedOperation",
];

/** Whether the call was refused for want of permission: not for a wrong name, a wrong state or too many requests. */
export function denied({ errorCode }: CloudTrailRecord): boolean {
  return errorCode !== undefined && refusalCodes.some((code) => errorCode.startsWith(code));
}

/** One value for both records of a call between accounts: each of the accounts gets a record with an id of its own. */
export function callOf({ sharedEventID, eventID }: CloudTrailRecord): string {
  return sharedEventID ?? eventID;
}

/** Whether an AWS service tells of what it did by itself, and not somebody called an API. */
export function isServiceEvent({ eventType }: CloudTrailRecord): boolean {
  return eventType === "AwsServiceEvent";
}
