import type { MatchDetection } from "../../detection.ts";
import { byService, succeeded, who } from "../../reading/index.ts";
import { namedSecret } from "./named-secret.ts";
import { makesReplicas, replicaRegionsOf } from "./replicas.ts";

/** A secret copied to where perhaps nobody watches. */
export const secretReplicated: MatchDetection = {
  id: "secret-replicated",
  title: "Secret copied to another region",
  description:
    "Somebody had a secret replicated to another region, where its readers are not watched unless Rekey is deployed there too.",
  technique: "T1578",
  severity: "LOW",
  kind: "match",
  wants: [{ source: "secretsmanager.amazonaws.com", names: makesReplicas }],
  matches: (record) => succeeded(record) && !byService(record) && replicaRegionsOf(record).length > 0,
  entity: namedSecret,
  why: (record) => `${who(record)} had the secret copied to ${replicaRegionsOf(record).join(", ")}.`,
  remedy: (record) =>
    `If nobody needs it there: aws secretsmanager remove-regions-from-replication --secret-id ${namedSecret(record)?.split("/").slice(2).join("/")} --remove-replica-regions ${replicaRegionsOf(record).join(" ")}.`,
};
