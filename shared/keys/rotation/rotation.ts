import {
  GetKeyRotationStatusCommand,
  type KMSClient,
  paginateListKeyRotations,
  type RotationsListEntry,
} from "@aws-sdk/client-kms";
import { type Looked, look } from "../looked.ts";
import type { Key } from "../resolve.ts";

/** How often a key's material may be rotated on demand, over its whole life: KMS API Reference, RotateKeyOnDemand. */
export const mostOnDemand = 25;

/** A rotation that has been. */
export interface PastRotation {
  at: Date;
  by: "schedule" | "demand" | "unknown";
}

/** How a key rotates. */
export interface Rotation {
  /** `none`: KMS does not rotate keys of this kind. `byAws`: AWS rotates it every year, and nobody can change that. */
  automatic: "on" | "off" | "none" | "byAws";
  periodInDays: number | undefined;
  next: Date | undefined;
  /** When a rotation on demand was begun that has not ended. */
  onDemandSince: Date | undefined;
}

/** How a key rotates now; AWS managed keys once a year: KMS Developer Guide, rotate-keys. */
export async function rotationOf(client: KMSClient, { arn, awsManaged }: Key): Promise<Looked<Rotation>> {
  const never: Rotation = {
    automatic: "none",
    periodInDays: undefined,
    next: undefined,
    onDemandSince: undefined,
  };
  if (awsManaged) return { found: { ...never, automatic: "byAws", periodInDays: 365 } };
  const ask = async (): Promise<Rotation> => {
    const status = await client.send(new GetKeyRotationStatusCommand({ KeyId: arn }));
    const isOn = status.KeyRotationEnabled === true;
    return {
      automatic: isOn ? "on" : "off",
      periodInDays: isOn ? status.RotationPeriodInDays : undefined,
      next: isOn ? status.NextRotationDate : undefined,
      onDemandSince: status.OnDemandRotationStartDate,
    };
  };
  // Asymmetric keys, HMAC keys, and those of custom key stores.
  return look("kms:GetKeyRotationStatus", ask, never);
}

/** The rotations that have been, the newest first. */
export async function pastRotations(
  client: KMSClient,
  { arn }: Pick<Key, "arn">,
): Promise<Looked<PastRotation[]>> {
  const ask = async () => {
    const past: PastRotation[] = [];
    for await (const { Rotations = [] } of paginateListKeyRotations({ client }, { KeyId: arn }))
      past.push(...Rotations.flatMap(toPast));
    return past.sort((one, other) => other.at.getTime() - one.at.getTime());
  };
  return look("kms:ListKeyRotations", ask, []);
}

function toPast({ RotationDate, RotationType }: RotationsListEntry): PastRotation[] {
  if (!RotationDate) return [];
  const by = { AUTOMATIC: "schedule", ON_DEMAND: "demand" } as const;
  return [{ at: RotationDate, by: RotationType ? by[RotationType] : "unknown" }];
}
