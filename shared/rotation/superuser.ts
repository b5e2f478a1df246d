import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-secrets-manager";
import type { RotationContext } from "./context.ts";
import type { Credential } from "./credential.ts";
import type { SecretFields } from "./engine.ts";
import { InvalidSecretError, SuperuserMismatchError } from "./errors.ts";
import { credentialOf, fieldsOf, type ParsedSecret } from "./secret.ts";

/**
 * Tags that name the server on the superuser secrets that Amazon RDS and Amazon Redshift manage, in varying case. Nobody
 * but AWS sets a tag that begins with aws:. Source: AWS's rotation templates.
 */
const serverTag =
  /^aws:(rds:primarydb(instance|cluster)arn|redshift:primaryclusterarn|redshift-serverless:namespacearn)$/i;

/**
 * Reads the superuser that a secret names in `masterarn`, and makes sure that it is one of the same system: else a
 * secret could make Rekey set passwords where its owner has no business.
 *
 * What the superuser's secret leaves out is taken from the secret: engine, database and TLS. One that Amazon RDS or
 * Amazon Redshift manages has nothing but username and password; the service is asked where its server is.
 *
 * @returns undefined if the secret names none
 * @throws InvalidSecretError if it is missing or cannot be used
 * @throws SuperuserMismatchError if it is for another system
 */
export async function readSuperuser(
  context: RotationContext,
  { engine, credential, masterarn, fields }: ParsedSecret,
): Promise<Credential | undefined> {
  if (masterarn === undefined) return undefined;
  const own = await readFieldsOf(context, masterarn);
  const isComplete = "host" in own || Object.keys(own).some((name) => name.startsWith("awsSeamlessDomain"));
  const address = isComplete ? {} : await managedAddress(context, masterarn);
  const { dbname, ssl, sslrootcert, starttls } = fields;
  const completed = {
    engine: fields.engine,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sslrootcert === undefined ? {} : { sslrootcert }),
    ...(starttls === undefined ? {} : { starttls }),
    ...own,
    ...(dbname === undefined ? {} : { dbname }),
    ...address,
  };
  const superuser = credentialOf(engine, completed, `The superuser's secret ${masterarn}`);
  if (superuser.system.toLowerCase() !== credential.system.toLowerCase()) {
    throw new SuperuserMismatchError(
      `The superuser of "masterarn" is for ${superuser.system}, the secret for ${credential.system}. Name a superuser of the same server.`,
    );
  }
  return superuser;
}

async function readFieldsOf({ secretsManager }: RotationContext, masterarn: string): Promise<SecretFields> {
  try {
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: masterarn }));
    return fieldsOf(SecretString, "superuser's AWSCURRENT");
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new InvalidSecretError(
      "masterarn",
      `There is no secret ${masterarn}, which "masterarn" names. Name the secret of a superuser of the same server.`,
    );
  }
}

async function managedAddress({ secretsManager, serverOf }: RotationContext, masterarn: string) {
  const { Tags = [] } = await secretsManager.send(new DescribeSecretCommand({ SecretId: masterarn }));
  const arn = Tags.find(({ Key }) => serverTag.test(Key ?? ""))?.Value;
  if (arn) return serverOf(arn);
  throw new InvalidSecretError(
    "masterarn",
    `The secret ${masterarn}, which "masterarn" names, has no "host" and is none that Amazon RDS or Amazon Redshift manages. Put the host into it.`,
  );
}
