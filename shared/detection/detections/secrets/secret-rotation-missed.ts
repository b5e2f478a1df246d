import type { CloudTrailRecord } from "../../../trail/index.ts";
import { secretOf } from "../../../trail/index.ts";
import type { AbsenceDetection } from "../../detection.ts";
import { succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { intervalOf } from "./schedule.ts";

/** A rotation that was promised and never came: nothing reports that by itself. */
export function secretRotationMissed({ thresholds }: DetectionSettings): AbsenceDetection {
  // Secrets Manager rotates some time in the rotation window, which ends with the day at the latest.
  const grace = thresholds["secret-rotation-missed"] ?? 86_400;
  const expects = (record: CloudTrailRecord) => {
    if (record.eventName === "CancelRotateSecret" || record.eventName === "DeleteSecret") return "cancelled";
    const interval = record.eventName === "RotateSecret" ? intervalOf(record) : undefined;
    return interval === "unknown" ? "cancelled" : interval && interval + grace;
  };
  return {
    id: "secret-rotation-missed",
    title: "Scheduled rotation of a secret did not happen",
    description:
      "A secret has a rotation schedule in days or hours, and no rotation succeeded in that time and a day. Schedules by the calendar (cron) are not followed. The threshold is the time beyond the schedule, in seconds.",
    technique: "T1562.001",
    severity: "MEDIUM",
    kind: "absence",
    wants: [
      {
        source: "secretsmanager.amazonaws.com",
        names: ["RotateSecret", "CancelRotateSecret", "DeleteSecret", "RotationSucceeded"],
      },
    ],
    matches: succeeded,
    entity: secretOf,
    expects,
    fulfils: ({ eventName }) => eventName === "RotationSucceeded",
    why: (entity, since) =>
      `${entity} was to be rotated on a schedule; since ${since} no rotation succeeded, a day and more beyond the time.`,
    remedy:
      "See aws secretsmanager describe-secret --secret-id SECRET (NextRotationDate, LastRotatedDate), then rotate it: rekey rotate SECRET.",
  };
}
