import { CancelKeyDeletionCommand, type KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import { KeyStateError } from "../errors.ts";
import { type Key, requireState } from "../resolve.ts";

/** How many days KMS can be told to wait: KMS API Reference, ScheduleKeyDeletion. */
export const waitingDays = { least: 7, most: 30 } as const;

/**
 * Refuses the deletion of a key that KMS would put off until its replicas are deleted, however long that takes.
 *
 * @throws KeyStateError
 */
export function requireNoReplicas({ name, metadata }: Key): void {
  const replicas = metadata.MultiRegionConfiguration?.ReplicaKeys ?? [];
  if (metadata.MultiRegionConfiguration?.MultiRegionKeyType !== "PRIMARY" || replicas.length === 0) return;
  const regions = replicas.map(({ Region }) => Region).join(", ");
  throw new KeyStateError(
    `${name} is the primary of a multi-Region set, and KMS waits with its deletion until the replicas are deleted. Delete those in ${regions} first, or make one of them the primary: aws kms update-primary-region.`,
  );
}

/**
 * Schedules the deletion of a key. Until the day comes it is of no use to anybody, and can be kept after all.
 *
 * @returns when KMS deletes it
 * @throws KeyStateError, KeyPermissionError
 */
export async function scheduleDeletion(client: KMSClient, key: Key, days: number): Promise<Date> {
  requireState(key, ["Enabled", "Disabled", "PendingImport"], "be deleted");
  requireNoReplicas(key);
  const { DeletionDate } = await askKms(`The deletion of ${key.name} is not scheduled`, () =>
    client.send(new ScheduleKeyDeletionCommand({ KeyId: key.arn, PendingWindowInDays: days })),
  );
  return DeletionDate ?? new Date(Number.NaN);
}

/**
 * Keeps a key that was to be deleted. KMS leaves it disabled.
 *
 * @throws KeyStateError for a key that is not to be deleted; KeyPermissionError
 */
export async function cancelDeletion(client: KMSClient, key: Key): Promise<void> {
  if (key.state !== "PendingDeletion" && key.state !== "PendingReplicaDeletion") {
    throw new KeyStateError(
      `${key.name} is ${key.state}: it is not to be deleted, so that there is nothing to take back.`,
    );
  }
  await askKms(`The deletion of ${key.name} is not cancelled`, () =>
    client.send(new CancelKeyDeletionCommand({ KeyId: key.arn })),
  );
}
