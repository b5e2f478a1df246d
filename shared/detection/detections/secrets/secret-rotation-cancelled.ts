import { secretOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, byService, succeeded, who } from "../../reading/index.ts";

/** A secret that is rotated no more: a stolen credential keeps working. */
export const secretRotationCancelled: MatchDetection = {
  id: "secret-rotation-cancelled",
  title: "Rotation of a secret cancelled",
  description:
    "Somebody turned off a secret's rotation: its credential stays as it is, also in the hands of a thief. What CloudFormation does is left out.",
  technique: "T1562.001",
  severity: "MEDIUM",
  kind: "match",
  wants: [{ source: "secretsmanager.amazonaws.com", names: ["CancelRotateSecret"] }],
  matches: (record) => succeeded(record) && !byService(record),
  entity: secretOf,
  why: (record) => `${who(record)} cancelled the secret's rotation.`,
  remedy: (record) =>
    `Turn it on again: rekey rotation enable ${asked(record, "secretId")}. Look first with rekey rotation status ${asked(record, "secretId")} whether a rotation was cut off.`,
};
