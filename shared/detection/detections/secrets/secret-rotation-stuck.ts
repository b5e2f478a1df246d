import { secretOf } from "../../../trail/index.ts";
import type { AbsenceDetection } from "../../detection.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A rotation that began and of which nothing more was heard: its function died and was never called again. */
export function secretRotationStuck({ thresholds }: DetectionSettings): AbsenceDetection {
  const seconds = thresholds["secret-rotation-stuck"] ?? 3_600;
  return {
    id: "secret-rotation-stuck",
    title: "Rotation of a secret neither ended nor failed",
    description:
      "A rotation was begun and Secrets Manager reported neither its success nor its failure for an hour. The database may have a password that no secret holds. The threshold is in seconds.",
    technique: "T1489",
    severity: "MEDIUM",
    kind: "absence",
    wants: [
      {
        source: "secretsmanager.amazonaws.com",
        names: ["RotationStarted", "RotationSucceeded", "RotationFailed", "RotationAbandoned"],
      },
    ],
    matches: () => true,
    entity: secretOf,
    expects: ({ eventName }) => (eventName === "RotationStarted" ? seconds : "cancelled"),
    fulfils: () => false,
    why: (entity, since) =>
      `The rotation of ${entity} began at ${since}, and nothing was heard of its end within ${seconds / 60} minutes.`,
    remedy:
      "See what state it is in with rekey rotation status SECRET, and finish or undo it: rekey rotation recover SECRET.",
  };
}
