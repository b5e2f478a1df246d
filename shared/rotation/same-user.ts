import type { Credential } from "./credential.ts";
import { CredentialMismatchError } from "./errors.ts";

/** @throws CredentialMismatchError unless both are for the user expected, of the same system */
export function checkSameUser(
  current: Credential,
  pending: Credential,
  secretId: string,
  username = current.username,
): void {
  if (sameUser({ ...current, username }, pending)) return;
  throw new CredentialMismatchError(
    `AWSPENDING of ${secretId} is for another user or host than AWSCURRENT: the secret was changed while it was rotated. Remove AWSPENDING from its version and rotate again.`,
  );
}

/** Whether two credentials are for one user of one system. */
export function sameUser(one: Credential, other: Credential): boolean {
  return one.username === other.username && one.system === other.system && one.engine === other.engine;
}
