import type { Place } from "./dependent.ts";
import { volumeDefault, volumeSnapshots, volumes } from "./ebs.ts";
import { functions } from "./functions.ts";
import { logGroups } from "./log-groups.ts";
import { parameters } from "./parameters.ts";
import { queues } from "./queues.ts";
import { clusterSnapshots, databaseClusters, databaseInstances, databaseSnapshots } from "./rds.ts";
import { buckets } from "./s3.ts";
import { secrets } from "./secrets.ts";
import { serviceGrants } from "./service-grants.ts";
import { tables } from "./tables.ts";
import { topics } from "./topics.ts";

/** All kinds of resources in which dependents are looked for. */
export const places: readonly Place[] = [
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
