import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { RotationContext } from "./context.ts";
import { type ParsedSecret, parseSecret } from "./secret.ts";

/** Secrets Manager's staging labels. */
export type StagingLabel = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

/** A secret's versions and their labels. */
export interface Versions {
  arn: string;
  rotationEnabled: boolean;
  labels: Record<string, string[]>;
}

/** Asks for a secret's versions and labels. */
export async function describe({ secretsManager }: RotationContext, secretId: string): Promise<Versions> {
  const secret = await secretsManager.send(new DescribeSecretCommand({ SecretId: secretId }));
  return {
    arn: secret.ARN ?? secretId,
    // Absent for a secret that rotation was never configured for; AWS's database templates let such pass.
    rotationEnabled: secret.RotationEnabled === true,
    labels: secret.VersionIdsToStages ?? {},
  };
}

/** The id of the version that has a label, or undefined. */
export function versionWith(versions: Versions, label: string): string | undefined {
  return Object.entries(versions.labels).find(([, labels]) => labels.includes(label))?.[0];
}

/** Reads and checks a version by its label, and by its id where given; undefined if it has no value. */
export async function readVersion(
  context: RotationContext,
  secretId: string,
  label: StagingLabel,
  versionId?: string,
): Promise<ParsedSecret | undefined> {
  const value = await readValue(context, { SecretId: secretId, VersionStage: label, VersionId: versionId });
  return value && parseSecret(value.text, label, context.engines);
}

/** Whether a version has a value, whatever its labels. */
export async function hasValue(
  context: RotationContext,
  secretId: string,
  versionId: string,
): Promise<boolean> {
  return (await readValue(context, { SecretId: secretId, VersionId: versionId })) !== undefined;
}

async function readValue(
  { secretsManager }: RotationContext,
  input: { SecretId: string; VersionStage?: string; VersionId?: string | undefined },
): Promise<{ text: string | undefined } | undefined> {
  try {
    return { text: (await secretsManager.send(new GetSecretValueCommand(input))).SecretString };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Writes the value of a version under a label. A version that has a value already keeps it: values never change. */
export async function putVersion(
  { secretsManager }: RotationContext,
  version: {
    secretId: string;
    versionId: string;
    value: object;
    label: string;
    rotationToken?: string | undefined;
  },
): Promise<void> {
  try {
    await secretsManager.send(
      new PutSecretValueCommand({
        SecretId: version.secretId,
        ClientRequestToken: version.versionId,
        SecretString: JSON.stringify(version.value),
        VersionStages: [version.label],
        RotationToken: version.rotationToken,
      }),
    );
  } catch (error) {
    // The same step, done at the same moment by another, was first.
    if (!(error instanceof ResourceExistsException)) throw error;
  }
}

/**
 * Moves, attaches or removes a label. Secrets Manager refuses with InvalidParameterException when the label is
 * attached to another version than `from`: that makes it an atomic compare-and-swap.
 * Source: UpdateSecretVersionStage, RemoveFromVersionId, in the API reference.
 */
export async function moveLabel(
  { secretsManager }: RotationContext,
  move: { secretId: string; label: string; to?: string | undefined; from?: string | undefined },
): Promise<void> {
  await secretsManager.send(
    new UpdateSecretVersionStageCommand({
      SecretId: move.secretId,
      VersionStage: move.label,
      MoveToVersionId: move.to,
      RemoveFromVersionId: move.from,
    }),
  );
}
