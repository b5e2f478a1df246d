import {
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  type KMSClient,
  RotateKeyOnDemandCommand,
} from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import { KeyLimitError, KeyPermissionError, KeyStateError } from "../errors.ts";
import { type Key, requireState } from "../resolve.ts";
import { checkPeriod, usualPeriod } from "./period.ts";
import { mostOnDemand, pastRotations, rotationOf } from "./rotation.ts";

/** How a key rotates by schedule from now on. */
export interface ScheduledRotation {
  changed: boolean;
  periodInDays: number;
}

/**
 * Has KMS rotate a key's material by schedule. What was encrypted before is decrypted as ever: KMS keeps former material.
 *
 * @param periodInDays as it is, or 365, if undefined
 * @throws KeyPeriodError; KeyStateError for a key that KMS does not rotate; KeyPermissionError
 */
export async function rotateBySchedule(
  client: KMSClient,
  key: Key,
  periodInDays?: number,
): Promise<ScheduledRotation> {
  if (periodInDays !== undefined) checkPeriod(periodInDays);
  requireRotatable(key, ["AWS_KMS"], "be rotated by schedule");
  const rotation = await rotationOf(client, key);
  if ("notLookedAt" in rotation && periodInDays === undefined) {
    throw new KeyPermissionError(
      `How ${key.name} rotates now could not be read (${rotation.notLookedAt}), and its period is not changed unasked: say --period.`,
    );
  }
  const now =
    "found" in rotation && rotation.found.automatic === "on" ? rotation.found.periodInDays : undefined;
  // Said in any case: a key that rotated before keeps its former period.
  const wanted = periodInDays ?? now ?? usualPeriod;
  if (wanted === now) return { changed: false, periodInDays: wanted };
  await askKms(`The rotation of ${key.name} is not changed`, () =>
    client.send(new EnableKeyRotationCommand({ KeyId: key.arn, RotationPeriodInDays: wanted })),
  );
  return { changed: true, periodInDays: wanted };
}

/**
 * Ends the rotation by schedule.
 *
 * @throws KeyStateError, KeyPermissionError
 */
export async function stopRotation(client: KMSClient, key: Key): Promise<{ changed: boolean }> {
  requireRotatable(key, ["AWS_KMS"], "be rotated by schedule");
  const rotation = await rotationOf(client, key);
  if ("found" in rotation && rotation.found.automatic === "off") return { changed: false };
  await askKms(`The rotation of ${key.name} is not changed`, () =>
    client.send(new DisableKeyRotationCommand({ KeyId: key.arn })),
  );
  return { changed: true };
}

/** A rotation on demand. */
export interface DemandedRotation {
  /** How many of the 25 are used with it; undefined where KMS does not tell the former ones. */
  used: number | undefined;
  of: number;
  /** Why the former ones are not told. */
  notLookedAt?: string;
}

/**
 * Rotates a key's material now. KMS does so 25 times in the life of a key, and it cannot be taken back.
 *
 * @throws KeyLimitError if all are used; KeyStateError for a key that KMS does not rotate, or while it rotates;
 * KeyPermissionError
 */
export async function rotateNow(client: KMSClient, key: Key): Promise<DemandedRotation> {
  // Imported material rotates on demand too, once new material is imported and waits.
  requireRotatable(key, ["AWS_KMS", "EXTERNAL"], "be rotated on demand");
  const past = await pastRotations(client, key);
  const before = "found" in past ? past.found.filter(({ by }) => by === "demand").length : undefined;
  if (before !== undefined && before >= mostOnDemand) throw allUsed(key);
  try {
    await askKms(`${key.name} is not rotated`, () =>
      client.send(new RotateKeyOnDemandCommand({ KeyId: key.arn })),
    );
  } catch (error) {
    throw error instanceof KeyLimitError ? allUsed(key, error) : error;
  }
  return {
    used: before === undefined ? undefined : before + 1,
    of: mostOnDemand,
    ...("notLookedAt" in past && { notLookedAt: past.notLookedAt }),
  };
}

function allUsed({ name }: Key, cause?: Error): KeyLimitError {
  return new KeyLimitError(
    `${name} was rotated on demand ${mostOnDemand} times, and KMS does so no more often. Rotate it by schedule, or replace it: rekey key replace ${name}`,
    { cause },
  );
}

/** KMS Developer Guide, rotate-keys: what rotates, and that a replica follows its primary key. */
function requireRotatable(key: Key, origins: readonly string[], what: string): void {
  requireState(key, ["Enabled"], what);
  const { KeySpec = "", Origin = "", MultiRegionConfiguration: sets } = key.metadata;
  if (KeySpec !== "SYMMETRIC_DEFAULT" || !origins.includes(Origin)) {
    const kind =
      KeySpec === "SYMMETRIC_DEFAULT" ? `Its material is of origin ${Origin}` : `It is of spec ${KeySpec}`;
    throw new KeyStateError(
      `${key.name} cannot ${what}. ${kind}. Make a new one in its place: rekey key replace ${key.name}`,
    );
  }
  if (sets?.MultiRegionKeyType === "REPLICA") {
    throw new KeyStateError(
      `${key.name} is a replica, and rotates with its primary key: rotate ${sets.PrimaryKey?.Arn} in ${sets.PrimaryKey?.Region}.`,
    );
  }
}
