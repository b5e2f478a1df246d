import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { isClaimVersion } from "./claim.ts";
import type { RotationContext } from "./context.ts";
import { type ParsedSecret, parseSecret } from "./secret.ts";
import { strategyTag } from "./tags.ts";

/** Secrets Manager's staging labels. */
export type StagingLabel = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

/** A secret's versions and their labels. */
export interface Versions {
  arn: string;
  rotationEnabled: boolean;
  labels: Record<string, string[]>;
  /** The secret's tags. */
  tags: Record<string, string>;
  /** The tag that names the strategy. */
  strategyTag: string | undefined;
}

/** Asks for a secret's versions and labels. */
export async function describe({ secretsManager }: RotationContext, secretId: string): Promise<Versions> {
  const secret = await secretsManager.send(new DescribeSecretCommand({ SecretId: secretId }));
  const tags = Object.fromEntries((secret.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  return {
    arn: secret.ARN ?? secretId,
    // Absent for a secret that rotation was never configured for; AWS's database templates let such pass.
    rotationEnabled: secret.RotationEnabled === true,
    labels: secret.VersionIdsToStages ?? {},
    tags,
    strategyTag: tags[strategyTag],
  };
}

/** The id of the version that has a label, or undefined. */
export function versionWith(versions: Versions, label: string): string | undefined {
  return Object.entries(versions.labels).find(([, labels]) => labels.includes(label))?.[0];
}

/** Reads and checks a version by its label, and by its id where given; undefined if it has no value, or is a claim. */
export async function readVersion(
  context: RotationContext,
  secretId: string,
  label: StagingLabel,
  versionId?: string,
): Promise<ParsedSecret | undefined> {
  const value = await readValue(context, { SecretId: secretId, VersionStage: label, VersionId: versionId });
  return value && parseSecret(value.text, label, context.engines);
}

/** The text of a version, whatever its labels; undefined if it has no value or a binary one, or is a claim. */
export async function readText(
  context: RotationContext,
  secretId: string,
  versionId: string,
): Promise<string | undefined> {
  return (await readValue(context, { SecretId: secretId, VersionId: versionId }))?.text;
}

/** When a version that has a value was made; undefined if it has none. */
export async function madeAt(
  { secretsManager }: RotationContext,
  secretId: string,
  versionId: string,
): Promise<Date | undefined> {
  const input = { SecretId: secretId, VersionId: versionId };
  return unlessMissing(
    secretsManager.send(new GetSecretValueCommand(input)).then(({ CreatedDate }) => CreatedDate),
  );
}

async function readValue(
  { secretsManager }: RotationContext,
  input: { SecretId: string; VersionStage?: string; VersionId?: string | undefined },
): Promise<{ text: string | undefined } | undefined> {
  const found = await unlessMissing(secretsManager.send(new GetSecretValueCommand(input)));
  return found === undefined || isClaimVersion(found.VersionId ?? "")
    ? undefined
    : { text: found.SecretString };
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/**
 * Writes the value of a version under a label. A version that has a value already keeps it: values never change.
 *
 * @returns whether it was written
 */
export async function putVersion(
  { secretsManager }: RotationContext,
  version: {
    secretId: string;
    versionId: string;
    value: object;
    label: string;
    rotationToken?: string | undefined;
  },
): Promise<boolean> {
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
    return true;
  } catch (error) {
    // The same step, done before or at the same moment by another, was first.
    if (error instanceof ResourceExistsException) return false;
    throw error;
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
