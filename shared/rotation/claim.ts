import { createHash } from "node:crypto";

const prefix = "rekeyclaim-";

/**
 * The id of the version that stands in for another one while its credential is being issued: AWSPENDING can be moved
 * to versions that exist alone, a version's value never changes, and an issuer must not be asked by two runs at once.
 *
 * @param versionId the id of the version that is to come
 * @returns the same id every time, of 43 characters: ClientRequestToken takes 32 to 64
 */
export function claimVersionOf(versionId: string): string {
  return prefix + createHash("sha256").update(versionId).digest("hex").slice(0, 32);
}

/**
 * Whether a version only stands in for one that is to come: it holds no credential. Its id is a staging label, too: of
 * itself until it has AWSPENDING, then of the version that it stands in for, until that has AWSPENDING. One label for all
 * runs would be taken off by the next one, and a version without labels may be removed at any time.
 */
export function isClaimVersion(versionId: string): boolean {
  return versionId.startsWith(prefix);
}
