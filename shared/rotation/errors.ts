/*
 * Errors of a rotation. Their names travel: Lambda reports them as errorType, and the state machine decides by
 * them what to retry. No message ever holds a secret value.
 */

/** The secret has rotation switched off. */
export class RotationNotEnabledError extends Error {
  override name = "RotationNotEnabledError";
}

/** The secret has no version with the token. */
export class UnknownVersionError extends Error {
  override name = "UnknownVersionError";
}

/** The token's version is neither AWSPENDING nor AWSCURRENT. */
export class NotPendingError extends Error {
  override name = "NotPendingError";
}

/** The step is none of the protocol. */
export class UnknownStepError extends Error {
  override name = "UnknownStepError";
}

/** Another rotation of the secret has AWSPENDING. */
export class RotationInProgressError extends Error {
  override name = "RotationInProgressError";
}

/** A secret cannot be rotated as it is; `field` names what is wrong. */
export class InvalidSecretError extends Error {
  override name = "InvalidSecretError";
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** No engine goes by the name that the secret gives. */
export class UnsupportedEngineError extends InvalidSecretError {
  override name = "UnsupportedEngineError";
}

/** The strategy that the secret asks for does not exist for its engine. */
export class UnsupportedStrategyError extends InvalidSecretError {
  override name = "UnsupportedStrategyError";
}

/** AWSPENDING is for another user or host than AWSCURRENT: setting its password could hit the wrong user. */
export class CredentialMismatchError extends Error {
  override name = "CredentialMismatchError";
}

/** The superuser that a secret names is for another system than the secret. */
export class SuperuserMismatchError extends Error {
  override name = "SuperuserMismatchError";
}

/** The user of AWSPENDING has other rights than that of AWSCURRENT. */
export class PrivilegeMismatchError extends Error {
  override name = "PrivilegeMismatchError";
}

/** There is no room for a new credential: the old one is held by the tag `rekey:hold`. */
export class CredentialHeldError extends Error {
  override name = "CredentialHeldError";
}

/** There is nothing to roll back to: no AWSPREVIOUS, or one whose credential cannot come back. */
export class NoPreviousVersionError extends Error {
  override name = "NoPreviousVersionError";
}

/** What kind of failure an engine met; for metrics and programs. */
export type EngineErrorCode =
  | "dns"
  | "connect"
  | "tls"
  | "host-key"
  | "authentication"
  | "locked"
  | "privilege"
  | "password-policy"
  | "quota"
  /** A change takes the system longer than a call may last. */
  | "changing"
  | "statement"
  /** An answer of an API that is not as the secret or its documentation says. */
  | "answer";

/** A database or API refused or failed; `code` tells how. */
export class EngineError extends Error {
  override name = "EngineError";
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The host's name does not resolve or nothing answers there. */
export class HostUnreachableError extends EngineError {
  override name = "HostUnreachableError";
}

/** The server's certificate does not verify, or it offers no TLS. */
export class TlsVerificationError extends EngineError {
  override name = "TlsVerificationError";
}

/** A host shows another key than the secret knows it by. */
export class HostKeyError extends EngineError {
  override name = "HostKeyError";
}

/**
 * The system is at work on a change, for longer than a call may wait: the same step is to be done again in half a minute.
 * Secrets Manager and the state machines do so.
 */
export class ChangeInProgressError extends EngineError {
  override name = "ChangeInProgressError";
  /** Whether the call that threw this began the change, so that it must not be begun again. */
  readonly isOwn: boolean;

  constructor(message: string, isOwn: boolean) {
    super("changing", message);
    this.isOwn = isOwn;
  }
}

/** The server does not take the credential. */
export class AuthenticationError extends EngineError {
  override name = "AuthenticationError";
}

/** The server does not take the new password. */
export class PasswordRejectedError extends EngineError {
  override name = "PasswordRejectedError";
}
