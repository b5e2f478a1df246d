import { isClaimVersion } from "./claim.ts";

/*
 * Staging labels of Rekey's own. A label is the only thing that can be attached to a version, and it is on one
 * version at a time.
 */

/** Holds a new version until it has AWSPENDING: PutSecretValue would move AWSPENDING itself without asking. */
export const claimLabel = "REKEYCLAIM";

/** Whether a label only holds a version until it has AWSPENDING; claim.ts says what others than REKEYCLAIM there are. */
export function isClaimLabel(label: string): boolean {
  return label === claimLabel || isClaimVersion(label);
}

/** On AWSPREVIOUS once its credential works no more. */
export const retiredLabel = "REKEYRETIRED";

/** On AWSPENDING, while the system is at work on a change that setSecret began: it must not be begun again. */
export const changingLabel = "REKEYCHANGING";

const heldPrefix = "REKEYHELD";

/** On a version whose credential works still and was held when the next rotation came; one of any number of such. */
export function heldLabel(n: number): string {
  return `${heldPrefix}${n}`;
}

/** Whether a label marks a version whose credential was held. */
export function isHeldLabel(label: string): boolean {
  return label.startsWith(heldPrefix);
}

/** How often in a row the system may reject the password of a new version before a person must look. */
export const mostRejections = 3;

const rejectedPrefix = "REKEYREJECTED";

/** On a version whose password the system rejected: the n-th in a row. */
export function rejectedLabel(n: number): string {
  return `${rejectedPrefix}${n}`;
}

/** Whether a label marks a version whose password the system rejected. */
export function isRejectedLabel(label: string): boolean {
  return label.startsWith(rejectedPrefix);
}

/** How many passwords in a row the system has rejected. */
export function rejections(labels: Readonly<Record<string, readonly string[]>>): number {
  const all = new Set(Object.values(labels).flat());
  let n = 0;
  while (all.has(rejectedLabel(n + 1))) n += 1;
  return n;
}
