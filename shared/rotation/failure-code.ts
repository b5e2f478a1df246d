import {
  CredentialHeldError,
  CredentialMismatchError,
  EngineError,
  type EngineErrorCode,
  InvalidSecretError,
  NotPendingError,
  PrivilegeMismatchError,
  RotationInProgressError,
  RotationNotEnabledError,
  SuperuserMismatchError,
  UnknownVersionError,
} from "./errors.ts";

/** What kind of failure ended a step: for metrics, filters and programs. */
export type FailureCode =
  | EngineErrorCode
  | "secret"
  | "labels"
  | "held"
  | "kms"
  | "access"
  | "throttled"
  | "unknown";

const labelErrors = [RotationNotEnabledError, UnknownVersionError, NotPendingError, RotationInProgressError];
const secretErrors = [InvalidSecretError, CredentialMismatchError, SuperuserMismatchError];

/** Secrets Manager's own errors, by their names. Source: the API reference, "Common Errors" and each action's. */
const byName: Record<string, FailureCode> = {
  DecryptionFailure: "kms",
  EncryptionFailure: "kms",
  DisabledException: "kms",
  KMSInvalidStateException: "kms",
  AccessDeniedException: "access",
  ThrottlingException: "throttled",
  ResourceNotFoundException: "secret",
};

/** Says of any error what kind of failure it is. */
export function failureCode(error: unknown): FailureCode {
  if (error instanceof EngineError) return error.code;
  if (error instanceof PrivilegeMismatchError) return "privilege";
  if (error instanceof CredentialHeldError) return "held";
  if (secretErrors.some((kind) => error instanceof kind)) return "secret";
  if (labelErrors.some((kind) => error instanceof kind)) return "labels";
  return error instanceof Error ? (byName[error.name] ?? "unknown") : "unknown";
}
