import * as z from "zod";

/** Secrets Manager's four steps, in their order. */
export const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

/** One of Secrets Manager's four steps. */
export type Phase = (typeof phases)[number];

/** The steps around the four that the state machine needs, since there no RotateSecret made the version. */
export const manualSteps = ["beginRotation", "undoRotation", "reportRotation"] as const;

/** Any step of a rotation. */
export type Step = Phase | (typeof manualSteps)[number];

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

/** What a step found and did: ids, labels and words, never a value. */
export interface StepResult {
  step: Step;
  secretId: string;
  versionId: string;
  outcome:
    | "created"
    | "alreadyCreated"
    | "set"
    | "alreadySet"
    | "setFromPrevious"
    | "tested"
    | "promoted"
    | "alreadyCurrent"
    | "claimed"
    | "alreadyClaimed"
    | "undone"
    | "nothingToUndo"
    | "reported";
  /** Staging labels by version id, where the step reports them. */
  labels?: Record<string, string[]>;
}
