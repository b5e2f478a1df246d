import type { Dependent, DependentClients, NotLookedAt, Place } from "./dependent.ts";
import { volumeDefault, volumeSnapshots, volumes } from "./ebs.ts";
import { functions } from "./functions.ts";
import { type NamedKey, recognizer } from "./key-names.ts";
import { logGroups } from "./log-groups.ts";
import { parameters } from "./parameters.ts";
import { queues } from "./queues.ts";
import { clusterSnapshots, databaseClusters, databaseInstances, databaseSnapshots } from "./rds.ts";
import { buckets } from "./s3.ts";
import { searching } from "./search.ts";
import { secrets } from "./secrets.ts";
import { serviceGrants } from "./service-grants.ts";
import { tables } from "./tables.ts";
import { topics } from "./topics.ts";

export type { Dependent, DependentClients, NotLookedAt } from "./dependent.ts";
export type { NamedAs, NamedKey } from "./key-names.ts";

/** What depends on a key, and where nobody looked. */
export interface Dependents {
  found: Dependent[];
  notLookedAt: NotLookedAt[];
}

const places: readonly Place[] = [
  secrets,
  parameters,
  buckets,
  databaseInstances,
  databaseClusters,
  databaseSnapshots,
  clusterSnapshots,
  volumes,
  volumeSnapshots,
  volumeDefault,
  tables,
  logGroups,
  topics,
  queues,
  functions,
  serviceGrants,
];

/** What no list of resources tells: it may need the key all the same. */
export const untold = [
  "objects that were put into S3 buckets with another key than the bucket's default",
  "former versions of parameters, and versions of secrets that were put under another key",
  "what applications encrypted themselves, and files encrypted with `rekey encrypt`",
  "backups and services that are not named here, and other accounts",
] as const;

/**
 * What depends on a key, among the resources of its account and Region. Places that cannot be read are told, and those
 * that can be are searched all the same.
 *
 * @param clients of the key's account and Region
 * @throws TypeError if the key's ARN is none
 */
export async function dependentsOf(clients: DependentClients, key: NamedKey): Promise<Dependents> {
  const search = searching(clients, key, recognizer(key));
  const looked = await Promise.all(places.map(search));
  return {
    found: looked.flatMap(({ found }) => found),
    notLookedAt: looked.flatMap(({ notLookedAt }) => notLookedAt),
  };
}
