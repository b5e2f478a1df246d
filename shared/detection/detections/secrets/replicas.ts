import type { CloudTrailRecord } from "../../../trail/index.ts";
import { at, list, text } from "../../reading/index.ts";

/** Calls that make replicas of a secret. */
export const makesReplicas = ["CreateSecret", "ReplicateSecretToRegions"];

/** The regions that a call copies a secret to. */
export function replicaRegionsOf({ requestParameters }: CloudTrailRecord): string[] {
  return replicasOf(requestParameters).flatMap((replica) => text(at(replica, "region")) ?? []);
}

/** The keys that a call wants a secret, or its replicas, encrypted under. */
export function keysFor({ requestParameters }: CloudTrailRecord): string[] {
  const named = [requestParameters, ...replicasOf(requestParameters)].map((place) => at(place, "kmsKeyId"));
  return named.flatMap((key) => text(key) ?? []);
}

function replicasOf(parameters: unknown): unknown[] {
  return list(at(parameters, "addReplicaRegions"));
}
