import type { Credential } from "../../credential.ts";
import { CredentialMismatchError } from "../../errors.ts";

/** What the clone's name ends with; the same as in AWS's templates. */
export const cloneSuffix = "_clone";

/** Two users that alternate. */
export interface UserPair {
  /** Who owns everything, and whose rights count. */
  base: string;
  /** Who acts as the base user. */
  clone: string;
  /** Which of them applications use now. */
  current: "base" | "clone";
}

/**
 * Which of two users is the clone of which.
 *
 * @throws CredentialMismatchError if neither is the other's
 */
export function pairOf(current: Credential, next: Credential): UserPair {
  const [one, other] = [current.username, next.username];
  if (other === one + cloneSuffix) return { base: one, clone: other, current: "base" };
  if (one === other + cloneSuffix) return { base: other, clone: one, current: "clone" };
  throw new CredentialMismatchError(
    `"${one}" and "${other}" do not alternate: one must be called as the other with "${cloneSuffix}". Remove AWSPENDING from its version and rotate again.`,
  );
}
