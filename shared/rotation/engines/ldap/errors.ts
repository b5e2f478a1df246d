import { PasswordPolicyError, ResultCodeError } from "ldapts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../errors.ts";
import type { DirectoryCredential } from "./credential.ts";

/** Result codes of RFC 4511, appendix A.1, that are told apart. */
const resultCode = {
  timeLimitExceeded: 3,
  strongAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  confidentialityRequired: 13,
  constraintViolation: 19,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
} as const;

const refusals: readonly number[] = [
  resultCode.noSuchObject,
  resultCode.inappropriateAuthentication,
  resultCode.invalidCredentials,
];
const overloads: readonly number[] = [
  resultCode.timeLimitExceeded,
  resultCode.adminLimitExceeded,
  resultCode.busy,
  resultCode.unavailable,
];
const demandsForTls: readonly number[] = [resultCode.strongAuthRequired, resultCode.confidentialityRequired];

/** What a password policy says of a new password, by the codes of draft-behera-ldap-password-policy. */
const policyReasons: Readonly<Record<number, string>> = {
  [PasswordPolicyError.MustSupplyOldPassword]: "the old password must come with it",
  [PasswordPolicyError.InsufficientPasswordQuality]: "it is not good enough",
  [PasswordPolicyError.PasswordTooShort]: "it is too short",
  [PasswordPolicyError.PasswordTooYoung]: "the last change is too recent (pwdMinAge)",
  [PasswordPolicyError.PasswordInHistory]: "it was used before (pwdInHistory)",
};

/**
 * Says why a directory did not let a user in. The server's own text is not kept: only its codes are.
 *
 * @param policyError the code in the response's password policy control, if it has one
 */
export function bindError(
  error: unknown,
  { system, username }: DirectoryCredential,
  policyError?: number,
): unknown {
  if (!(error instanceof ResultCodeError)) return error;
  const from = `${system} (LDAP result ${error.code})`;
  if (policyError === PasswordPolicyError.AccountLocked) {
    return new EngineError(
      "locked",
      `${from} has locked "${username}". Find who tries wrong passwords, and unlock the user (pwdAccountLockedTime).`,
    );
  }
  if (policyError === PasswordPolicyError.PasswordExpired) {
    return new EngineError(
      "locked",
      `${from}: the password of "${username}" has expired. Let an administrator set it, then store it in the secret.`,
    );
  }
  if (refusals.includes(error.code)) {
    return new AuthenticationError(
      "authentication",
      `${from} refuses the login of "${username}". Another password was set, there is no such user, or it is locked.`,
    );
  }
  // 389 Directory Server answers so for too many wrong passwords, and for an account that was made inactive.
  if (error.code === resultCode.constraintViolation || error.code === resultCode.unwillingToPerform) {
    return new EngineError(
      "locked",
      `${from} does not let "${username}" in now: the user is locked or inactive. Unlock it.`,
    );
  }
  return anyError(error, system, username);
}

/** The directory lets the user do nothing but choose a new password: it was set by an administrator. */
export function mustChangeError({ system, username }: DirectoryCredential): EngineError {
  return new EngineError(
    "locked",
    `${system} lets "${username}" do nothing before it has changed its password itself: an administrator set it (pwdMustChange). Switch that off in the user's policy, or take "masterarn" out of the secret.`,
  );
}

/**
 * Says why a directory did not set a password.
 *
 * @param as who asked
 * @param policyError the code in the response's password policy control, if it has one
 */
export function changeError(
  error: unknown,
  as: DirectoryCredential,
  next: DirectoryCredential,
  policyError?: number,
): unknown {
  if (!(error instanceof ResultCodeError)) return error;
  const { system, username } = as;
  const from = `${system} (LDAP result ${error.code})`;
  if (
    error.code === resultCode.insufficientAccessRights ||
    policyError === PasswordPolicyError.PasswordModNotAllowed
  ) {
    return new EngineError(
      "privilege",
      `${from} does not let "${username}" set the password of "${next.username}". Give it the right to write userPassword, or name an administrator's secret in "masterarn".`,
    );
  }
  if (error.code === resultCode.constraintViolation) {
    const reason = policyReasons[policyError ?? -1];
    return new PasswordRejectedError(
      "password-policy",
      `${from} does not take the new password${reason ? `: ${reason}` : ""}. Adapt "passwordPolicy" in the secret to the directory's policy, or that policy.`,
    );
  }
  // The login has just passed: the password was changed since, which OpenLDAP tells only by its text.
  if (error.code === resultCode.unwillingToPerform && /old password/i.test(error.message)) {
    return new AuthenticationError(
      "authentication",
      `${from} does not take the old password of "${username}": it was changed meanwhile.`,
    );
  }
  if (error.code === resultCode.noSuchObject) {
    return new EngineError("statement", `${from} has no entry "${next.username}". Correct "username".`);
  }
  return anyError(error, system, username);
}

/** Whether the server does not show what was asked for: not to is its good right. */
export function isHidden({ code }: ResultCodeError): boolean {
  return code === resultCode.noSuchObject || code === resultCode.insufficientAccessRights;
}

/** What may come in answer to any operation. */
export function anyError({ code }: ResultCodeError, system: string, username: string): EngineError {
  const from = `${system} (LDAP result ${code})`;
  if (demandsForTls.includes(code)) {
    return new TlsVerificationError(
      "tls",
      `${from} takes logins over TLS only. Take "ssl": false out of the secret.`,
    );
  }
  if (overloads.includes(code)) {
    return new HostUnreachableError("quota", `${from} takes no more requests for now; try again.`);
  }
  if (code === resultCode.referral) {
    return new EngineError(
      "statement",
      `${from} is a copy that takes no changes. Put the server that is written to into "host".`,
    );
  }
  if (code === resultCode.invalidDnSyntax) {
    return new EngineError(
      "statement",
      `${from} does not understand the name "${username}". Correct "username" in the secret.`,
    );
  }
  return new EngineError("statement", `${from} failed for "${username}". The server's log has the details.`);
}
