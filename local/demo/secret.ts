import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { waitFor } from "../wait-for.ts";
import type { DatabaseSecret } from "./database.ts";

/** Staging labels by version id. */
export type Labels = Record<string, string[]>;

/** Registers credentials as a secret under a KMS key: an object as JSON, text as it is. */
export async function registerSecret(
  secretsManager: SecretsManagerClient,
  name: string,
  value: unknown,
  kmsKeyId: string,
): Promise<void> {
  await secretsManager.send(
    new CreateSecretCommand({
      Name: name,
      KmsKeyId: kmsKeyId,
      SecretString: typeof value === "string" ? value : JSON.stringify(value),
    }),
  );
}

/** Puts the secret on a 30-day rotation by the function and waits until its first rotation has ended. */
export async function rotateOnSchedule(
  secretsManager: SecretsManagerClient,
  name: string,
  rotationLambdaArn: string,
): Promise<string> {
  const { VersionId } = await secretsManager.send(
    new RotateSecretCommand({
      SecretId: name,
      RotationLambdaARN: rotationLambdaArn,
      RotationRules: { AutomaticallyAfterDays: 30 },
    }),
  );
  return waitFor(
    async () =>
      VersionId && (await currentVersion(secretsManager, name)) === VersionId ? VersionId : undefined,
    { what: `version ${VersionId} of ${name} to become AWSCURRENT`, seconds: 60 },
  );
}

/** The secret's labels, as `DescribeSecret` shows them. */
export async function labels(secretsManager: SecretsManagerClient, name: string): Promise<Labels> {
  const { VersionIdsToStages } = await secretsManager.send(new DescribeSecretCommand({ SecretId: name }));
  return VersionIdsToStages ?? {};
}

/** The id of the version that has AWSCURRENT. */
export async function currentVersion(
  secretsManager: SecretsManagerClient,
  name: string,
): Promise<string | undefined> {
  const versions = Object.entries(await labels(secretsManager, name));
  return versions.find(([, stages]) => stages.includes("AWSCURRENT"))?.[0];
}

/** The credentials that AWSCURRENT holds. */
export async function currentSecret(
  secretsManager: SecretsManagerClient,
  name: string,
): Promise<DatabaseSecret> {
  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
  return JSON.parse(SecretString ?? "{}") as DatabaseSecret;
}
