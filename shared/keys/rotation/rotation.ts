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
export async function rotationOf(client: KMSClient, key: Key): Promise<Looked<Rotation>> {
  const { KeySpec, Origin } = key.metadata;
  const automatic = key.awsManaged ? "byAws" : "none";
  const never: Rotation = { automatic, periodInDays: undefined, next: undefined, onDemandSince: undefined };
  if (key.awsManaged) return { found: { ...never, periodInDays: 365 } };
  if (KeySpec !== "SYMMETRIC_DEFAULT") return { found: never };
  const ask = async (): Promise<Rotation> => {
    const status = await client.send(new GetKeyRotationStatusCommand({ KeyId: key.arn }));
    const onDemandSince = status.OnDemandRotationStartDate;
    // Imported material, and that of key stores, rotates by no schedule.
    if (Origin !== "AWS_KMS") return { ...never, onDemandSince };
    if (!status.KeyRotationEnabled) return { ...never, automatic: "off", onDemandSince };
    const { RotationPeriodInDays: periodInDays, NextRotationDate: next } = status;
    return { automatic: "on", periodInDays, next, onDemandSince };
  };
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
