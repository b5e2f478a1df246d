import { type Random, seeded } from "../stream/random.ts";
import { day } from "../stream/timed.ts";
import type { Key } from "./keys.ts";
import { accountId } from "./place.ts";

/** A secret and how it is rotated. */
export interface Secret {
  name: string;
  arn: string;
  region: string;
  key: Key;
  /** How often it is rotated, and one time at which it was; absent where it never is. */
  rotation?: { every: number; once: number };
  /** The id of the version that is AWSCURRENT at a time. */
  versionAt(at: number): string;
}

/** Makes a secret under a name of its own. */
export function makeSecret(seed: number, name: string, region: string, key: Key, from: number): Secret {
  const random = seeded(seed, "secret", name);
  const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix(random)}`;
  const rotation = random.chance(0.6) ? schedule(random, from) : undefined;
  return {
    name,
    arn,
    region,
    key,
    ...(rotation ? { rotation } : {}),
    versionAt: versions(seed, arn, rotation),
  };
}

/** A secret's name in findings: `account/region/name`. */
export function nameInFindings({ name, region }: Secret): string {
  return `${accountId}/${region}/${name}`;
}

/** The times at which a secret is rotated within a span. */
export function* rotationsOf({ rotation }: Secret, from: number, until: number): Generator<number> {
  if (!rotation) return;
  const { every, once } = rotation;
  for (let at = once + Math.ceil((from - once) / every) * every; at < until; at += every) yield at;
}

function schedule(random: Random, from: number): { every: number; once: number } {
  const days = random.pick([7, 30, 30, 30, 30, 90]);
  // At night, as `rate()` and `cron()` schedules mostly are.
  return {
    every: days * day,
    once: from + random.whole(0, days - 1) * day + random.whole(3_600, 14_400) * 1_000,
  };
}

function versions(seed: number, arn: string, rotation: Secret["rotation"]): (at: number) => string {
  let known = Number.NaN;
  let id = "";
  return (at) => {
    const count = rotation ? Math.floor((at - rotation.once) / rotation.every) : 0;
    if (count !== known) {
      known = count;
      id = seeded(seed, "version", arn, count).uuid();
    }
    return id;
  };
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function suffix(random: Random): string {
  return Array.from({ length: 6 }, () => letters.charAt(random.whole(0, letters.length - 1))).join("");
}
