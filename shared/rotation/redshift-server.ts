import { makeClient } from "../aws/index.ts";
import type { ServerAddress } from "./context.ts";
import { InvalidSecretError } from "./errors.ts";

const clusterArn = /^arn:[^:]+:redshift:([^:]+):[^:]+:cluster:(.+)$/;
const namespaceArn = /^arn:[^:]+:redshift-serverless:([^:]+):[^:]+:namespace\/.+$/;

/**
 * Asks Amazon Redshift for the endpoint of a cluster, or of the workgroup that serves a serverless namespace.
 *
 * @throws InvalidSecretError if Redshift knows none by that ARN
 */
export async function redshiftServerOf(arn: string): Promise<ServerAddress> {
  const found = (await endpointOfCluster(arn)) ?? (await endpointOfNamespace(arn));
  if (found) return found;
  throw new InvalidSecretError(
    "masterarn",
    `Amazon Redshift knows no server ${arn}, which the superuser's secret is tagged with. Make another superuser of that server, with a secret that has "host", and name that one.`,
  );
}

async function endpointOfCluster(arn: string): Promise<ServerAddress | undefined> {
  const [, region, ClusterIdentifier] = clusterArn.exec(arn) ?? [];
  if (!region) return undefined;
  // Loaded only for the few secrets that need it, as below.
  const { ClusterNotFoundFault, DescribeClustersCommand, RedshiftClient } = await import(
    "@aws-sdk/client-redshift"
  );
  const redshift = makeClient(RedshiftClient, { region });
  try {
    const { Clusters = [] } = await redshift.send(new DescribeClustersCommand({ ClusterIdentifier }));
    return addressOf(Clusters[0]?.Endpoint?.Address, Clusters[0]?.Endpoint?.Port);
  } catch (error) {
    if (error instanceof ClusterNotFoundFault) return undefined;
    throw error;
  }
}

/** A namespace's ARN has an id where its workgroup names it: the namespaces are walked for the name. */
async function endpointOfNamespace(arn: string): Promise<ServerAddress | undefined> {
  const [, region] = namespaceArn.exec(arn) ?? [];
  if (!region) return undefined;
  const { paginateListNamespaces, paginateListWorkgroups, RedshiftServerlessClient } = await import(
    "@aws-sdk/client-redshift-serverless"
  );
  const client = makeClient(RedshiftServerlessClient, { region });
  for await (const { namespaces = [] } of paginateListNamespaces({ client }, {})) {
    const name = namespaces.find((namespace) => namespace.namespaceArn === arn)?.namespaceName;
    if (name === undefined) continue;
    for await (const { workgroups = [] } of paginateListWorkgroups({ client }, {})) {
      const own = workgroups.find(({ namespaceName }) => namespaceName === name);
      if (own) return addressOf(own.endpoint?.address, own.endpoint?.port);
    }
  }
  return undefined;
}

function addressOf(host: string | undefined, port: number | undefined): ServerAddress | undefined {
  return host && port ? { host, port } : undefined;
}
