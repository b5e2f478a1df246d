import { addDays } from "date-fns";
import { askedFor, at, type CloudTrailRecord, text } from "../../trail/index.ts";

/** Days in which a deletion can be taken back where the caller names none: of a KMS key and of a secret alike. */
const usualDays = 30;

/**
 * Until when what a call deletes can be brought back, ISO 8601; the call's own time where it cannot be at all.
 * Undefined for calls that delete nothing. Sources: ScheduleKeyDeletion and DeleteSecret in their API references.
 */
export function recoverableUntil(record: CloudTrailRecord): string | undefined {
  const { eventName, eventTime, requestParameters, errorCode } = record;
  if (errorCode !== undefined) return undefined;
  switch (eventName) {
    case "ScheduleKeyDeletion":
      return deadline(record, at(requestParameters, "pendingWindowInDays"));
    case "DeleteSecret":
      return askedFor(record, "forceDeleteWithoutRecovery")
        ? eventTime
        : deadline(record, at(requestParameters, "recoveryWindowInDays"));
    case "DeleteKey":
      return eventTime;
    default:
      return undefined;
  }
}

function deadline({ eventTime, responseElements }: CloudTrailRecord, days: unknown): string {
  // A moment is written such as `Oct 14, 2021, 5:39:50 PM`, in UTC.
  const answered = Date.parse(`${text(at(responseElements, "deletionDate"))?.replaceAll(/\s/g, " ")} UTC`);
  const moment = Number.isNaN(answered)
    ? addDays(new Date(eventTime), typeof days === "number" ? days : usualDays)
    : new Date(answered);
  return moment.toISOString().replace(".000Z", "Z");
}
