import type { ServerAddress } from "./context.ts";
import { rdsServerOf } from "./rds-server.ts";
import { redshiftServerOf } from "./redshift-server.ts";

/**
 * Asks the service that an ARN names, Amazon RDS or Amazon Redshift, where the server is whose superuser's secret it manages.
 *
 * @throws InvalidSecretError if the service knows no server by that ARN
 */
export async function managedServerOf(arn: string): Promise<ServerAddress> {
  return /^arn:[^:]+:redshift(-serverless)?:/.test(arn) ? redshiftServerOf(arn) : rdsServerOf(arn);
}
