import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import {
  RotateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import pg from "pg";
import { inject } from "vitest";
import { clientSettings } from "../../local/client-settings.ts";
import { createUser, type DatabaseSecret } from "../../local/demo/database.ts";
import { registerSecret } from "../../local/demo/secret.ts";
import { waitFor } from "../../local/wait-for.ts";

/** The stack under test, and clients of it. */
export const stack = inject("stack");
export const settings = clientSettings(stack.endpoint);
export const secretsManager = new SecretsManagerClient(settings);
export const kms = new KMSClient(settings);
export const stepFunctions = new SFNClient(settings);
export const sqs = new SQSClient(settings);
export const dynamoDb = new DynamoDBClient(settings);

/** A database user of its own and its credentials as a secret under the stack's key. */
export interface RegisteredSecret {
  name: string;
  username: string;
  credentials: DatabaseSecret;
}

/**
 * Creates a database user, and a secret with its credentials that is under rotation but has not been rotated.
 *
 * @param prefix what its name begins with
 * @param change alters what is stored: to see what becomes of a wrong secret
 */
export async function secretUnderRotation(
  change: (credentials: DatabaseSecret) => unknown = (credentials) => credentials,
  prefix = "e2e/",
): Promise<RegisteredSecret> {
  const unique = randomUUID().slice(0, 8);
  const username = `user_${unique}`;
  const credentials = await createUser(stack.postgres, username);
  const name = `${prefix}${unique}`;
  await putUnderRotation(name, change(credentials));
  return { name, username, credentials };
}

/** Stores a value as a new secret under the stack's key and puts it under rotation, without a first one. */
export async function putUnderRotation(name: string, value: unknown): Promise<void> {
  await registerSecret(secretsManager, name, value, stack.outputs.SecretsKeyAlias);
  await secretsManager.send(
    new RotateSecretCommand({
      SecretId: name,
      RotationLambdaARN: stack.outputs.RotateFunctionArn,
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediately: false,
    }),
  );
}

/** Gives a secret tags. */
export async function tag(name: string, tags: Record<string, string>): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await secretsManager.send(new TagResourceCommand({ SecretId: name, Tags }));
}

/** Runs SQL as the server's superuser. */
export function asSuperuser<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  return asUser(stack.postgres.superuser, sql);
}

/** Runs SQL as a user of the server, on a connection of its own. */
export async function asUser<Row extends pg.QueryResultRow>(
  { username, password }: { username: string; password: string },
  sql: string,
): Promise<Row[]> {
  const { host, port, caPem, database } = stack.postgres;
  const client = new pg.Client({ host, port, database, ssl: { ca: caPem }, user: username, password });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Waits for a condition of the deployed stack. */
export function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  return waitFor(ask, { what, seconds });
}
