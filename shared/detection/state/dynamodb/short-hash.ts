import { createHash } from "node:crypto";

/** Characters of a short hash. */
export const hashLength = 10;

/**
 * What stands for an id: 60 bits of its hash. Of a hundred thousand ids two are taken for one with a chance below one
 * in a hundred million.
 */
export function shortHash(id: string): string {
  return createHash("sha256").update(id).digest("base64url").slice(0, hashLength);
}

/** Which of some parts an id belongs to. */
export function partOf(id: string, parts: number): number {
  return createHash("sha256").update(id).digest().readUInt32BE() % parts;
}
