import {
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  paginateDescribeDBSnapshots,
} from "@aws-sdk/client-rds";
import { type Dependent, dependsOn, type Place } from "./dependent.ts";
import type { Recognize } from "./key-names.ts";

const loss = "the database stops for good, and nothing in it can be read";
const snapshotLoss = "nothing can be restored from it";

/** What instances and clusters have alike. */
interface Database {
  KmsKeyId?: string | undefined;
  PerformanceInsightsKMSKeyId?: string | undefined;
  ActivityStreamKmsKeyId?: string | undefined;
}

function ofDatabase(recognize: Recognize, kind: string, id: string, database: Database): Dependent[] {
  const { KmsKeyId, PerformanceInsightsKMSKeyId, ActivityStreamKmsKeyId } = database;
  return [
    ...dependsOn(recognize, KmsKeyId, { kind, id, loss }),
    ...dependsOn(recognize, PerformanceInsightsKMSKeyId, {
      kind,
      id,
      part: "Performance Insights",
      loss: "its performance data cannot be read",
    }),
    ...dependsOn(recognize, ActivityStreamKmsKeyId, {
      kind,
      id,
      part: "database activity stream",
      loss: "its activity stream cannot be read",
    }),
  ];
}

/** Instances of RDS, of Aurora too, with all that their keys encrypt. */
export const databaseInstances: Place = {
  what: "RDS instances",
  actions: ["rds:DescribeDBInstances"],
  find: async ({ rds: client }, { recognize }) => {
    const found: Dependent[] = [];
    for await (const { DBInstances = [] } of paginateDescribeDBInstances({ client }, {})) {
      for (const { DBInstanceArn = "", ...database } of DBInstances)
        found.push(...ofDatabase(recognize, "RDS instance", DBInstanceArn, database));
    }
    return found;
  },
};

/** Clusters of Aurora, of RDS, and of what shares its API: Neptune and DocumentDB. */
export const databaseClusters: Place = {
  what: "RDS clusters",
  actions: ["rds:DescribeDBClusters"],
  find: async ({ rds: client }, { recognize }) => {
    const found: Dependent[] = [];
    for await (const { DBClusters = [] } of paginateDescribeDBClusters({ client }, {})) {
      for (const { DBClusterArn = "", ...database } of DBClusters)
        found.push(...ofDatabase(recognize, "RDS cluster", DBClusterArn, database));
    }
    return found;
  },
};

/** Snapshots of instances: backups that only their key can open. */
export const databaseSnapshots: Place = {
  what: "RDS snapshots",
  actions: ["rds:DescribeDBSnapshots"],
  find: async ({ rds: client }, { recognize }) => {
    const found: Dependent[] = [];
    for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots({ client }, {})) {
      for (const { DBSnapshotArn = "", KmsKeyId } of DBSnapshots) {
        const snapshot = { kind: "RDS snapshot", id: DBSnapshotArn, loss: snapshotLoss };
        found.push(...dependsOn(recognize, KmsKeyId, snapshot));
      }
    }
    return found;
  },
};

/** Snapshots of clusters. */
export const clusterSnapshots: Place = {
  what: "RDS cluster snapshots",
  actions: ["rds:DescribeDBClusterSnapshots"],
  find: async ({ rds: client }, { recognize }) => {
    const found: Dependent[] = [];
    for await (const { DBClusterSnapshots = [] } of paginateDescribeDBClusterSnapshots({ client }, {})) {
      for (const { DBClusterSnapshotArn = "", KmsKeyId } of DBClusterSnapshots) {
        const snapshot = { kind: "RDS cluster snapshot", id: DBClusterSnapshotArn, loss: snapshotLoss };
        found.push(...dependsOn(recognize, KmsKeyId, snapshot));
      }
    }
    return found;
  },
};
