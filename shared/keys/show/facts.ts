import { differenceInDays } from "date-fns";
import type { Key } from "../resolve.ts";

/** What KMS tells of a key by describing it. Times are ISO 8601. */
export interface KeyFacts {
  arn: string;
  id: string;
  /** Who manages it: AWS for a service of its own, or the customer. Keys that AWS owns are in no account of a customer's. */
  type: "AWS managed" | "customer managed";
  state: Key["state"];
  description: string;
  spec: string;
  usage: string;
  /** Where its material comes from: `AWS_KMS`, `EXTERNAL` (imported), or a key store. */
  origin: string;
  created: string | undefined;
  ageInDays: number | undefined;
  /** When it is deleted, if it is to be. */
  deletedAt: string | undefined;
  /** When imported material expires. */
  materialExpires: string | undefined;
  multiRegion: { as: "PRIMARY" | "REPLICA" | undefined; primary: string; replicas: string[] } | undefined;
}

/** The facts of a key. */
export function factsOf({ arn, id, awsManaged, state, metadata }: Key, now: Date): KeyFacts {
  const { Description = "", KeySpec = "", KeyUsage = "", Origin = "", CreationDate } = metadata;
  const { MultiRegionConfiguration: sets } = metadata;
  return {
    arn,
    id,
    type: awsManaged ? "AWS managed" : "customer managed",
    state,
    description: Description,
    spec: KeySpec,
    usage: KeyUsage,
    origin: Origin,
    created: CreationDate?.toISOString(),
    ageInDays: CreationDate && differenceInDays(now, CreationDate),
    deletedAt: metadata.DeletionDate?.toISOString(),
    materialExpires: metadata.ValidTo?.toISOString(),
    multiRegion: sets && {
      as: sets.MultiRegionKeyType,
      primary: sets.PrimaryKey?.Arn ?? "",
      replicas: (sets.ReplicaKeys ?? []).map(({ Arn = "" }) => Arn),
    },
  };
}
