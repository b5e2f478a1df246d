import * as z from "zod";
import type { Strategy } from "./engine.ts";
import type { RotationStatus } from "./recovery/status.ts";

/** Secrets Manager's four steps, in their order. */
export const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

/** One of Secrets Manager's four steps. */
export type Phase = (typeof phases)[number];

/** The steps around the four: for the state machines, and for who asks how a secret is. */
export const manualSteps = [
  "planRotation",
  "beginRotation",
  "beginRollback",
  "undoRotation",
  "reportRotation",
  "reportStatus",
  "recoverRotation",
  "planRetirement",
  "retireCredential",
  "checkReadiness",
] as const;

/** Any step of a rotation. */
export type Step = Phase | (typeof manualSteps)[number];

/** Stands for the token in the steps that make or need no version. */
export const noToken = "00000000-0000-0000-0000-000000000000";

/**
 * What Secrets Manager sends to a rotation function, and the state machine likewise.
 * Source: "Rotation by Lambda function" in the Secrets Manager user guide.
 */
export const rotationRequestSchema = z.object({
  Step: z.string(),
  SecretId: z.string().min(1),
  /** 32 to 64 characters, as RotateSecret makes and takes them. */
  ClientRequestToken: z.string().min(32).max(64),
  RotationToken: z.string().optional(),
});

/** One step of one secret's rotation. */
export interface RotationRequest {
  step: string;
  secretId: string;
  /** The id of the version that the rotation makes. */
  token: string;
  /** Only for rotations with an assumed role: to be passed on with the new value. */
  rotationToken?: string | undefined;
}

/** How a step ended. */
export type Outcome =
  | "planned"
  | "created"
  | "alreadyCreated"
  | "set"
  | "alreadySet"
  | "setFromPrevious"
  | "setAgain"
  | "tested"
  | "promoted"
  | "alreadyCurrent"
  | "claimed"
  | "alreadyClaimed"
  | "undone"
  | "nothingToUndo"
  | "nothingToRecover"
  | "reported"
  | "retired"
  | "held"
  | "nothingToRetire";

/** What a step found and did: ids, labels and words, never a value. */
export interface StepResult {
  step: Step;
  secretId: string;
  versionId: string;
  outcome: Outcome;
  /** Staging labels by version id, where the step reports them. */
  labels?: Record<string, string[]>;
  strategy?: Strategy;
  /** planRotation: whether a person must approve first. */
  needsApproval?: boolean;
  /** planRetirement: seconds until the old credential is to be retired. */
  graceSeconds?: number;
  /** reportStatus and recoverRotation: what was found. */
  status?: RotationStatus;
  /** checkReadiness: whether the secret would rotate now, and each thing that was looked at. */
  readiness?: { ready: boolean; checks: ReadinessCheck[] };
}

/** One thing that a rotation needs. */
export interface ReadinessCheck {
  name: string;
  /** "notChecked" where the system cannot be asked without changing something: that alone holds no rotation up. */
  result: "ok" | "failed" | "notChecked";
  /** What was found; where it failed, what to do. */
  detail: string;
}
