import type { MatchDetection } from "../../detection.ts";
import { keyOf, succeeded, who } from "../../reading/index.ts";

/** Automatic rotation of a key's material turned off. */
export const kmsKeyRotationDisabled: MatchDetection = {
  id: "kms-key-rotation-disabled",
  title: "Rotation of a key turned off",
  description: "A key's material is no longer replaced by itself: whoever has it keeps it for good.",
  technique: "T1562.001",
  severity: "MEDIUM",
  kind: "match",
  wants: [{ source: "kms.amazonaws.com", names: ["DisableKeyRotation"] }],
  matches: succeeded,
  entity: keyOf,
  why: (record) => `${who(record)} turned off the key's automatic rotation.`,
  remedy: (record) => `Turn it on again: aws kms enable-key-rotation --key-id ${keyOf(record)}.`,
};
