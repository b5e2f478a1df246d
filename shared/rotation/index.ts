export type { RotationContext } from "./context.ts";
export type { Credential } from "./credential.ts";
export type { Engine } from "./engine.ts";
export { type EngineRegistry, engines } from "./engines/registry.ts";
export * from "./errors.ts";
export {
  type ExecutionEnd,
  findRotateSecret,
  followExecution,
  StackNotFoundError,
  startManualRotation,
} from "./manual-rotation.ts";
export { defaultPasswordPolicy, newPassword, type PasswordPolicy, passwordPolicySchema } from "./password.ts";
export { type RotationRequest, rotationRequestSchema, type Step, type StepResult } from "./request.ts";
export { rotate } from "./rotate.ts";
