import { DescribeKeyCommand, type KeyMetadata, type KMSClient } from "@aws-sdk/client-kms";
import pLimit from "p-limit";
import { allKeys } from "../lists.ts";

/** A key whose imported key material has an end. */
export interface ExpiringMaterial {
  /** The key's ARN. */
  key: string;
  /** When KMS deletes the material, and nothing under the key can be decrypted any more. */
  validTo: Date;
}

/** What was found, and keys that could not be described. */
export interface MaterialWatch {
  expiring: ExpiringMaterial[];
  /** Ids of keys, and why. */
  notLookedAt: { key: string; reason: string }[];
}

/** How many keys are described at a time. */
const mostRequests = 8;

/**
 * The keys of the account and Region whose imported key material ends before a time, the soonest first. Of a key with
 * several materials KMS tells the earliest end. Source: KMS API Reference, KeyMetadata, ValidTo.
 */
export async function expiringMaterial(client: KMSClient, before: Date): Promise<MaterialWatch> {
  const keys = await allKeys(client);
  const watch: MaterialWatch = { expiring: [], notLookedAt: [] };
  await pLimit(mostRequests).map(keys, async ({ id }) => {
    try {
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: id }));
      watch.expiring.push(...endsBefore(before, KeyMetadata));
    } catch (error) {
      if (!(error instanceof Error) || !("$metadata" in error)) throw error;
      if (error.name !== "NotFoundException")
        watch.notLookedAt.push({ key: id, reason: `${error.name}: ${error.message}` });
    }
  });
  watch.expiring.sort((one, other) => one.validTo.getTime() - other.validTo.getTime());
  return watch;
}

function endsBefore(before: Date, metadata: KeyMetadata | undefined): ExpiringMaterial[] {
  const { Arn: key, Origin, ExpirationModel, ValidTo: validTo, KeyState } = metadata ?? {};
  const expires = Origin === "EXTERNAL" && ExpirationModel === "KEY_MATERIAL_EXPIRES";
  // A key that is to be deleted takes its material with it.
  const isKept = KeyState !== "PendingDeletion" && KeyState !== "PendingReplicaDeletion";
  if (!key || !expires || !isKept || !validTo || validTo > before) return [];
  return [{ key, validTo }];
}
