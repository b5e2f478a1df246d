import { KeyNameError } from "../errors.ts";
import { type KeyPolicy, keyPolicy } from "../policy/key-policy.ts";
import { checkWayBackIn } from "../policy/lock-out.ts";
import type { KeyKind } from "../policy/operations.ts";
import type { KeyPlace, KeyRoles } from "../policy/roles.ts";
import { checkPeriod, usualPeriod } from "../rotation/period.ts";
import { WantedKeyError } from "./errors.ts";

/** A key as somebody wants it. */
export interface KeyWish {
  /** What it is for, such as `shop`. */
  purpose: string;
  /** Such as `prod`. */
  environment: string;
  kind: KeyKind;
  multiRegion: boolean;
  roles: KeyRoles;
  description?: string | undefined;
  /** Further tags. */
  tags?: Readonly<Record<string, string>> | undefined;
  /** Days between automatic rotations; 365 if undefined. */
  periodInDays?: number | undefined;
}

/** A key as it is to be made. */
export interface WantedKey {
  alias: string;
  purpose: string;
  environment: string;
  kind: KeyKind;
  multiRegion: boolean;
  description: string;
  tags: Record<string, string>;
  policy: KeyPolicy;
  /** Undefined for kinds of keys that KMS does not rotate. */
  periodInDays: number | undefined;
}

/** By these tags a key is known again whose alias is missing. */
export const purposeTag = "purpose";
export const environmentTag = "environment";

const word = /^[a-zA-Z0-9_]([a-zA-Z0-9/_-]*[a-zA-Z0-9_])?$/;

/**
 * What a wish comes to: everything is checked here, before anything is made.
 *
 * @throws KeyNameError, WantedKeyError, KeyPeriodError, KeyRoleError, KeyPolicyTooLargeError, LockOutError
 */
export function wantedKey(wish: KeyWish, place: KeyPlace): WantedKey {
  const { purpose, environment, kind, multiRegion, roles } = wish;
  for (const text of [purpose, environment]) {
    if (word.test(text)) continue;
    throw new KeyNameError(
      `"${text}" cannot be part of an alias: it takes letters, digits, and - _ / between them.`,
    );
  }
  const alias = `alias/${environment}-${purpose}`;
  // KMS API Reference, CreateAlias.
  if (alias.length > 256) throw new KeyNameError(`${alias} is longer than 256 characters.`);
  const description = wish.description ?? `${purpose} in ${environment}`;
  if (description.length > 8192) throw new WantedKeyError("The description is longer than 8192 characters.");
  checkTags(wish.tags ?? {});
  const policy = keyPolicy(roles, place, kind);
  checkWayBackIn(JSON.stringify(policy), place, roles.administrators);
  return {
    alias,
    purpose,
    environment,
    kind,
    multiRegion,
    description,
    tags: { ...wish.tags, [purposeTag]: purpose, [environmentTag]: environment },
    policy,
    periodInDays: periodOf(wish),
  };
}

function periodOf({ kind, periodInDays }: KeyWish): number | undefined {
  if (periodInDays !== undefined) checkPeriod(periodInDays);
  if (kind.spec === "SYMMETRIC_DEFAULT") return periodInDays ?? usualPeriod;
  if (periodInDays !== undefined) {
    throw new WantedKeyError(`KMS rotates symmetric keys alone, not ${kind.spec}: leave the period out.`);
  }
  return undefined;
}

/** KMS API Reference, Tag; and how many a key has at most: KMS Developer Guide, tagging-keys. */
function checkTags(tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key === purposeTag || key === environmentTag) {
      throw new WantedKeyError(`The tag ${key} follows from the name and the environment: leave it out.`);
    }
    if (key.length > 128 || value.length > 256 || /^aws:/i.test(key)) {
      throw new WantedKeyError(
        `KMS takes no tag "${key}": a key has 1 to 128 characters, does not begin with aws:, and its value has at most 256.`,
      );
    }
  }
  if (Object.keys(tags).length > 48)
    throw new WantedKeyError("A key has at most 50 tags, two of them its own.");
}
