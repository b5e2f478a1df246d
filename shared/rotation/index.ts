export type { RotationContext, ServerAddress } from "./context.ts";
export type { Credential, PasswordCredential } from "./credential.ts";
export type {
  AlternatingUsers,
  Engine,
  NextCredential,
  Overlap,
  SecretFields,
  SingleUser,
  Strategy,
} from "./engine.ts";
export { type EngineRegistry, engines } from "./engines/registry.ts";
export * from "./errors.ts";
export { type FailureCode, failureCode } from "./failure-code.ts";
export { readFields } from "./fields.ts";
export { type Selection, SelectionError, selectionSchema, selectSecrets } from "./fleet/select.ts";
export {
  type FleetResult,
  type FleetState,
  fleetStateSchema,
  type NextWave,
  nextWave,
} from "./fleet/wave.ts";
export { managedServerOf } from "./managed-server.ts";
export {
  type ExecutionEnd,
  findStateMachine,
  followExecution,
  type ManualRotationInput,
  StackNotFoundError,
  startExecution,
} from "./manual-rotation.ts";
export { defaultPasswordPolicy, newPassword, type PasswordPolicy, passwordPolicySchema } from "./password.ts";
export { passwordPolicyFrom } from "./password-settings.ts";
export { isRdsProxy } from "./rds-proxy.ts";
export { beginAnewIfRejected } from "./recovery/begin-anew.ts";
export { stateInWords } from "./recovery/explain.ts";
export { isUnderWay, notRecovered } from "./recovery/not-recovered.ts";
export { recoverRotation } from "./recovery/recover.ts";
export { staleRotations } from "./recovery/stale-rotations.ts";
export type { RotationState, RotationStatus } from "./recovery/status.ts";
export {
  noToken,
  type Outcome,
  type ReadinessCheck,
  type RotationRequest,
  rotationRequestSchema,
  type Step,
  type StepResult,
} from "./request.ts";
export { rotate } from "./rotate.ts";
export { type HistoryEntry, rotationHistory } from "./rotation-history.ts";
