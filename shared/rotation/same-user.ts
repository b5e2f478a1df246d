import type { Credential } from "./credential.ts";
import { CredentialMismatchError } from "./errors.ts";

/** @throws CredentialMismatchError unless both are for the same user of the same database server */
export function checkSameUser(current: Credential, pending: Credential, secretId: string): void {
  if (sameUser(current, pending)) return;
  throw new CredentialMismatchError(
    `AWSPENDING of ${secretId} is for another user or host than AWSCURRENT: the secret was changed while it was rotated. Remove AWSPENDING from its version and rotate again.`,
  );
}

/** Whether two credentials are for one user of one database server. */
export function sameUser(one: Credential, other: Credential): boolean {
  return (
    one.username === other.username &&
    one.host === other.host &&
    one.port === other.port &&
    one.engine === other.engine
  );
}
