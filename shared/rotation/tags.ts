/*
 * Tags of a secret that say how Rekey treats it. A tag can be given without touching the value.
 */

/** The strategy, where the secret does not name one itself. */
export const strategyTag = "rekey:strategy";

/** "required": a person must approve a rotation by hand. */
export const approvalTag = "rekey:approval";

/** How long the old credential works after a rotation with overlap, in seconds. */
export const graceTag = "rekey:grace-seconds";

/** "true": the old credential is not retired as long as this stands. */
export const holdTag = "rekey:hold";

/** A day: time for every consumer that caches a secret to read it anew. */
export const defaultGraceSeconds = 86_400;
