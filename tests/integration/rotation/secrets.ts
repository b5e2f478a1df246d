import { randomUUID } from "node:crypto";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  RotateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { inject } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import type { DatabaseServer, DatabaseUser } from "./database.ts";

/** Staging labels by version id. */
export type Labels = Record<string, string[]>;

const secretsManager = new SecretsManagerClient(clientSettings(inject("integration").endpoint));

/** The value of a user's secret, in the JSON of AWS's database secrets. */
export function secretOf(server: DatabaseServer, user: DatabaseUser): Record<string, unknown> {
  const { host, port, database, caPem } = server;
  const tls = caPem ? { sslrootcert: caPem } : { ssl: false };
  return { engine: "postgres", host, port, dbname: database, ...user, ...tls };
}

/** Stores a value as a new secret and returns the secret's id. */
export async function storeSecret(value: object | string | Uint8Array): Promise<string> {
  const Name = `rotation/${randomUUID()}`;
  const content =
    value instanceof Uint8Array
      ? { SecretBinary: value }
      : { SecretString: typeof value === "string" ? value : JSON.stringify(value) };
  await secretsManager.send(new CreateSecretCommand({ Name, ...content }));
  return Name;
}

/** Stores a value as a new secret that is under rotation, with none begun yet. */
export async function storeUnderRotation(value: object | string | Uint8Array): Promise<string> {
  const secretId = await storeSecret(value);
  await secretsManager.send(
    new RotateSecretCommand({
      SecretId: secretId,
      RotationLambdaARN: inject("integration").idleFunctionArn,
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediately: false,
    }),
  );
  return secretId;
}

/** Begins a rotation as Secrets Manager does: the token's version has AWSPENDING, and no value. */
export async function rotateSecret(secretId: string, token: string): Promise<void> {
  await secretsManager.send(new RotateSecretCommand({ SecretId: secretId, ClientRequestToken: token }));
}

/** Stores a value as AWSPENDING's, behind the back of any rotation. */
export async function putPending(secretId: string, token: string, value: object): Promise<void> {
  await putVersion(secretId, value, { token, label: "AWSPENDING" });
}

/** Stores a value as AWSCURRENT's, behind the back of any rotation. */
export async function putCurrent(secretId: string, value: object | string): Promise<void> {
  await putVersion(secretId, value, { token: randomUUID(), label: "AWSCURRENT" });
}

/** Gives a secret tags. */
export async function tagSecret(secretId: string, tags: Record<string, string>): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await secretsManager.send(new TagResourceCommand({ SecretId: secretId, Tags }));
}

/** Takes a label off a version, behind the back of any rotation. */
export async function removeLabel(secretId: string, label: string, version: string): Promise<void> {
  await secretsManager.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secretId,
      VersionStage: label,
      RemoveFromVersionId: version,
    }),
  );
}

async function putVersion(
  secretId: string,
  value: object | string,
  { token, label }: { token: string; label: string },
): Promise<void> {
  await secretsManager.send(
    new PutSecretValueCommand({
      SecretId: secretId,
      ClientRequestToken: token,
      SecretString: typeof value === "string" ? value : JSON.stringify(value),
      VersionStages: [label],
    }),
  );
}

/** The secret's labels. */
export async function labelsOf(secretId: string): Promise<Labels> {
  const { VersionIdsToStages = {} } = await secretsManager.send(
    new DescribeSecretCommand({ SecretId: secretId }),
  );
  return Object.fromEntries(
    Object.entries(VersionIdsToStages).map(([version, labels]) => [version, labels.toSorted()]),
  );
}

/** The id of the version that has a label. */
export async function versionWith(secretId: string, label: string): Promise<string | undefined> {
  return Object.entries(await labelsOf(secretId)).find(([, labels]) => labels.includes(label))?.[0];
}

/** The value that a version holds, by its label or its id. */
export async function storedValue(
  secretId: string,
  version: { label: string } | { id: string },
): Promise<Record<string, unknown>> {
  const { SecretString = "" } = await secretsManager.send(
    new GetSecretValueCommand({
      SecretId: secretId,
      ...("label" in version ? { VersionStage: version.label } : { VersionId: version.id }),
    }),
  );
  return JSON.parse(SecretString) as Record<string, unknown>;
}

/** The same; undefined for a version that has no value, or is not there. */
export async function storedValueIfAny(
  secretId: string,
  version: { label: string } | { id: string },
): Promise<Record<string, unknown> | undefined> {
  try {
    return await storedValue(secretId, version);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** The user's login that a version holds. */
export async function userOf(
  secretId: string,
  version: { label: string } | { id: string },
): Promise<DatabaseUser> {
  return loginIn(await storedValue(secretId, version));
}

/** The user's login in a version's fields. */
export function loginIn({ username, password }: Readonly<Record<string, unknown>>): DatabaseUser {
  return { username: String(username), password: String(password) };
}
