import { randomUUID } from "node:crypto";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { freshLogin, type Login, type System } from "./system.ts";

/** Where the secrets are. */
export interface SecretStore {
  secretsManager: SecretsManagerClient;
  /** A rotation function that does nothing: the phases are done by who is measured. */
  idleFunctionArn: string;
}

/** A rotation that Secrets Manager has begun: a version without a value has AWSPENDING. */
export interface BegunRotation {
  secretId: string;
  token: string;
}

/** One user at a time is created on a system: PostgreSQL refuses two grants on one table at once. */
const creating = new WeakMap<System, Promise<void>>();

/** Stores the superuser's secret; returns its ARN. */
export function storeSuperuser(store: SecretStore, system: System): Promise<string> {
  return create(store, "superuser", { ...serverFields(system), ...system.superuser });
}

/**
 * Creates a user with a secret, and begins its first rotation.
 *
 * @param masterarn the superuser's secret; with it the users alternate
 */
export async function begin(
  store: SecretStore,
  system: System,
  masterarn: string | undefined,
): Promise<BegunRotation> {
  const login = freshLogin();
  const created = (creating.get(system) ?? Promise.resolve()).then(() => system.createUser(login));
  creating.set(system, created);
  await created;
  const value = { ...serverFields(system), ...login, ...(masterarn === undefined ? {} : { masterarn }) };
  const secretId = await create(store, login.username, value);
  const token = randomUUID();
  await store.secretsManager.send(
    new RotateSecretCommand({
      SecretId: secretId,
      ClientRequestToken: token,
      RotationLambdaARN: store.idleFunctionArn,
      RotationRules: { AutomaticallyAfterDays: 30 },
    }),
  );
  return { secretId, token };
}

/** The login that applications read. */
export async function currentLogin({ secretsManager }: SecretStore, secretId: string): Promise<Login> {
  const { SecretString = "" } = await secretsManager.send(new GetSecretValueCommand({ SecretId: secretId }));
  const { username, password } = JSON.parse(SecretString) as Login;
  return { username, password };
}

/** Whether a version other than AWSCURRENT's has AWSPENDING: no other rotation begins then. */
export async function isHalfDone({ secretsManager }: SecretStore, secretId: string): Promise<boolean> {
  const { VersionIdsToStages = {} } = await secretsManager.send(
    new DescribeSecretCommand({ SecretId: secretId }),
  );
  return Object.values(VersionIdsToStages).some(
    (labels) => labels.includes("AWSPENDING") && !labels.includes("AWSCURRENT"),
  );
}

async function create({ secretsManager }: SecretStore, name: string, value: object): Promise<string> {
  const { ARN = "" } = await secretsManager.send(
    new CreateSecretCommand({
      Name: `crash/${name}/${randomUUID()}`,
      SecretString: JSON.stringify(value),
    }),
  );
  return ARN;
}

function serverFields({ engine, host, port, database, caPem }: System): object {
  return { engine, host, port, dbname: database, ssl: true, sslrootcert: caPem };
}
