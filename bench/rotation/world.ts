import { randomBytes, randomUUID } from "node:crypto";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import pg from "pg";
import { clientSettings } from "../../local/client-settings.ts";
import { type RunningLocalStack, startLocalStack } from "../../local/localstack/index.ts";
import { type RunningPostgres, startPostgres } from "../../local/postgres/index.ts";
import { startTrailGateway, type TrailGateway } from "../../local/trail-gateway/index.ts";
import { createIdleFunction } from "../../tests/integration/idle-function.ts";

/** The servers that all who are measured rotate on. */
export interface World {
  localStack: RunningLocalStack;
  /** Counts calls, and sets secrets up; nobody is timed through it. */
  gateway: TrailGateway;
  postgres: RunningPostgres;
  /** A rotation function that does nothing: the phases are done by who is measured. */
  idleFunctionArn: string;
}

/** A rotation that Secrets Manager has begun: a version without a value has AWSPENDING. */
export interface BegunRotation {
  secretId: string;
  token: string;
}

/**
 * Starts the servers.
 *
 * @param started gets what stops them
 */
export async function startWorld(started: AsyncDisposableStack): Promise<World> {
  const aws = startLocalStack().then((localStack) => {
    started.defer(() => localStack.stop());
    return localStack;
  });
  const database = startPostgres().then((server) => {
    started.defer(() => server.stop());
    return server;
  });
  // Whichever fails, the other must be known before it is stopped.
  await Promise.allSettled([aws, database]);
  const localStack = await aws;
  const gateway = await startTrailGateway({ upstream: localStack.endpoint });
  started.defer(() => gateway.stop());
  const idleFunctionArn = await createIdleFunction(clientSettings(localStack.endpoint));
  return { localStack, gateway, postgres: await database, idleFunctionArn };
}

/** Creates users of the database with a secret each, under rotation; returns the secrets' ids. */
export async function createSecrets(
  { gateway, postgres, idleFunctionArn }: World,
  count: number,
  onCreated: (soFar: number) => void = () => {},
): Promise<string[]> {
  const users = Array.from({ length: count }, () => ({
    username: `user_${randomBytes(6).toString("hex")}`,
    password: randomBytes(18).toString("base64url"),
  }));
  await asSuperuser(
    postgres,
    users.map(({ username, password }) => `CREATE ROLE ${username} LOGIN PASSWORD '${password}'`).join(";"),
  );
  const secretsManager = new SecretsManagerClient(clientSettings(gateway.endpoint));
  const ids: string[] = [];
  const queue = users.values();
  const worker = async () => {
    for (const user of queue) {
      const { host, port, caPem, database } = postgres;
      const server = { engine: "postgres", host, port, dbname: database, ssl: true, sslrootcert: caPem };
      const { ARN = "" } = await secretsManager.send(
        new CreateSecretCommand({
          Name: `bench/${user.username}`,
          SecretString: JSON.stringify({ ...server, ...user }),
        }),
      );
      await secretsManager.send(
        new RotateSecretCommand({
          SecretId: ARN,
          RotationLambdaARN: idleFunctionArn,
          RotationRules: { AutomaticallyAfterDays: 30 },
          RotateImmediately: false,
        }),
      );
      onCreated(ids.push(ARN));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await gateway.flush();
  return ids;
}

/** Begins a rotation as Secrets Manager does. */
export async function begin({ localStack }: World, secretId: string): Promise<BegunRotation> {
  const token = randomUUID();
  const secretsManager = new SecretsManagerClient(clientSettings(localStack.endpoint));
  await secretsManager.send(new RotateSecretCommand({ SecretId: secretId, ClientRequestToken: token }));
  return { secretId, token };
}

/** @throws Error unless the rotation ended as it should: its version is AWSCURRENT, and logs in */
export async function checkRotated(
  { localStack, postgres }: World,
  { secretId, token }: BegunRotation,
): Promise<void> {
  const secretsManager = new SecretsManagerClient(clientSettings(localStack.endpoint));
  const { VersionId, SecretString = "" } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId: secretId, VersionStage: "AWSCURRENT" }),
  );
  if (VersionId !== token) throw new Error(`Version ${token} of ${secretId} was not promoted.`);
  const { username, password } = JSON.parse(SecretString) as { username: string; password: string };
  await connected(postgres, { username, password }, async () => {});
}

function asSuperuser(postgres: RunningPostgres, statements: string): Promise<void> {
  return connected(postgres, postgres.superuser, async (client) => {
    await client.query(statements);
  });
}

async function connected(
  { host, port, caPem, database }: RunningPostgres,
  { username, password }: { username: string; password: string },
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ host, port, user: username, password, database, ssl: { ca: caPem } });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
