/** Roles that no sound key policy can be made of; the message says which and why. */
export class KeyRoleError extends Error {
  override name = "KeyRoleError";
}

/** A principal that a key policy or a grant would name does not exist, or KMS does not know it yet; nothing was changed. */
export class UnknownPrincipalError extends Error {
  override name = "UnknownPrincipalError";
}

/** With this policy somebody who administers the key no longer could; nothing was changed. */
export class LockOutError extends Error {
  override name = "LockOutError";
}

/** A key policy is longer than KMS takes; nothing was changed. */
export class KeyPolicyTooLargeError extends Error {
  override name = "KeyPolicyTooLargeError";
}
