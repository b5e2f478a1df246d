import { makeClient } from "../aws/index.ts";
import type { ServerAddress } from "./context.ts";
import { InvalidSecretError } from "./errors.ts";

const instanceArn = /^arn:[^:]+:rds:([^:]+):[^:]+:db:(.+)$/;
const clusterArn = /^arn:[^:]+:rds:([^:]+):[^:]+:cluster:(.+)$/;

/**
 * Asks Amazon RDS for the endpoint of a DB instance or cluster.
 *
 * @throws InvalidSecretError if RDS knows none by that ARN
 */
export async function rdsServerOf(arn: string): Promise<ServerAddress> {
  // Loaded only for the few secrets that need it.
  const {
    DBClusterNotFoundFault,
    DBInstanceNotFoundFault,
    DescribeDBClustersCommand,
    DescribeDBInstancesCommand,
    RDSClient,
  } = await import("@aws-sdk/client-rds");
  const [, region, instance] = instanceArn.exec(arn) ?? [];
  const [, clusterRegion, cluster] = clusterArn.exec(arn) ?? [];
  const own = region ?? clusterRegion;
  const rds = makeClient(RDSClient, own ? { region: own } : {});
  try {
    if (instance) {
      const { DBInstances } = await rds.send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance }),
      );
      const endpoint = DBInstances?.[0]?.Endpoint;
      if (endpoint?.Address && endpoint.Port) return { host: endpoint.Address, port: endpoint.Port };
    }
    if (cluster) {
      const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: cluster }));
      const [found] = DBClusters ?? [];
      if (found?.Endpoint && found.Port) return { host: found.Endpoint, port: found.Port };
    }
  } catch (error) {
    if (!(error instanceof DBInstanceNotFoundFault || error instanceof DBClusterNotFoundFault)) throw error;
  }
  throw new InvalidSecretError(
    "masterarn",
    `Amazon RDS knows no server ${arn}, which the superuser's secret is tagged with. Put the host into that secret.`,
  );
}
