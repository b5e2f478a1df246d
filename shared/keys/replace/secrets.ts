import { createHash } from "node:crypto";
import {
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  ListSecretsCommand,
  type SecretListEntry,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { ReplaceContext } from "./context.ts";
import { goOver } from "./go-over.ts";
import { latest, saveInStage } from "./in-stage.ts";
import { namingOf, sameNaming } from "./names.ts";
import { keysOf, type Replacement, withDone } from "./replacement.ts";
import { oldVersions } from "./secret-versions.ts";

/** Failures of one secret that do not stop the others. */
const ofOneSecret = new Set([
  "AccessDeniedException",
  "DecryptionFailure",
  "EncryptionFailure",
  "InvalidParameterException",
  "InvalidRequestException",
  "PreconditionNotMetException",
]);

/**
 * Has Secrets Manager re-encrypt the secrets under the old key, a page after the other. UpdateSecret with another key
 * re-encrypts the versions labelled AWSCURRENT, AWSPENDING and AWSPREVIOUS, and no others; it makes no new version.
 * Source: Secrets Manager User Guide, "Change the encryption key".
 */
export async function reencryptSecrets(context: ReplaceContext, begun: Replacement): Promise<void> {
  const { secretsManager } = context;
  return goOver<SecretListEntry>(context, begun, {
    kind: "secret",
    unlabelled: "secretVersions",
    next: "parameters",
    page: async (cursor) => {
      const { SecretList = [], NextToken } = await secretsManager.send(
        new ListSecretsCommand({ MaxResults: 50, NextToken: cursor, IncludePlannedDeletion: true }),
      );
      return { things: SecretList, cursor: NextToken };
    },
    nameOf: ({ Name = "" }) => Name,
    keyOf: ({ KmsKeyId }, state) => {
      const { from, to } = keysOf(state);
      if (namingOf(KmsKeyId, from, state.aliases)) return "old";
      return namingOf(KmsKeyId, to) && "new";
    },
    reencrypt: (secret, state) => reencryptUnlessRefused(context, state, secret),
    oldVersions: (secret, state) => oldVersions(secretsManager, secret, state),
  });
}

/** Why a secret is left under the old key; undefined if it is not. */
async function reencryptUnlessRefused(
  context: ReplaceContext,
  state: Replacement,
  entry: SecretListEntry,
): Promise<string | undefined> {
  if (entry.DeletedDate) return "It is marked for deletion. Restore it, or let it go.";
  if (entry.OwningService) return `${entry.OwningService} manages it. Give it another key there.`;
  const region = entry.ARN?.split(":")[3];
  if (entry.PrimaryRegion && entry.PrimaryRegion !== region) {
    return `It is a replica of a secret in ${entry.PrimaryRegion}. Replicate that one anew, with the new key.`;
  }
  try {
    await reencrypt(context, state, String(entry.ARN));
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "ResourceNotFoundException") return undefined;
    if (!ofOneSecret.has(error.name)) throw error;
    return `Secrets Manager refused: ${error.name}. See who may use the secret and both keys: rekey access why.`;
  }
}

async function reencrypt(context: ReplaceContext, state: Replacement, arn: string): Promise<void> {
  const { secretsManager } = context;
  const { from, to } = keysOf(state);
  // Looked at again: since it was listed, somebody may have given it another key.
  const secret = await secretsManager.send(new DescribeSecretCommand({ SecretId: arn }));
  const naming = namingOf(secret.KmsKeyId, from, state.aliases);
  if (!naming || !secret.KmsKeyId) return;
  if (naming === "byAlias") return reencryptByAlias(context, state, secret, secret.KmsKeyId);
  const KmsKeyId = sameNaming(secret.KmsKeyId, naming, to);
  await secretsManager.send(new UpdateSecretCommand({ SecretId: arn, KmsKeyId }));
  await saveInStage(context, state, (now) => withDone(now, "secrets", [secret.Name ?? arn]));
}

/**
 * An alias does not tell which key the versions are under, and to set the same alias again may do nothing: the secret
 * goes over the ARN of the new key, and back to its alias. What was done is written down between the two calls.
 */
async function reencryptByAlias(
  context: ReplaceContext,
  state: Replacement,
  secret: DescribeSecretCommandOutput,
  alias: string,
): Promise<void> {
  const arn = String(secret.ARN);
  const { store, secretsManager } = context;
  const { oldKey } = state;
  const now = await store.read(oldKey.id);
  if (now?.renamed.includes(shortHash(arn))) return;
  const isOn = now?.renaming?.secret === arn && now.renaming.reencrypted;
  if (!isOn) {
    await store.change(oldKey.id, (it) => ({ ...it, renaming: { secret: arn, alias, reencrypted: false } }));
    await secretsManager.send(new UpdateSecretCommand({ SecretId: arn, KmsKeyId: keysOf(state).to.arn }));
  }
  await finishRenaming(context, { ...state, renaming: { secret: arn, alias, reencrypted: true } });
}

/** Gives a secret its alias back. */
async function finishRenaming(context: ReplaceContext, state: Replacement): Promise<void> {
  const { oldKey, renaming, run } = state;
  if (!renaming) return;
  const { store, secretsManager } = context;
  const { secret, alias } = renaming;
  await store.change(oldKey.id, (now) => ({ ...now, renaming: { ...renaming, reencrypted: true } }));
  await secretsManager.send(new UpdateSecretCommand({ SecretId: secret, KmsKeyId: alias }));
  await store.change(oldKey.id, (now) =>
    now.run === run
      ? {
          ...withDone(now, "secrets", [nameIn(secret)]),
          renaming: undefined,
          renamed: [...now.renamed, shortHash(secret)],
        }
      : now,
  );
}

/** Ends what a dead run left half way: a secret that has the new key's ARN, and is to have its alias again. */
export async function resumeRenaming(context: ReplaceContext, state: Replacement): Promise<Replacement> {
  const { renaming, oldKey, newKey } = state;
  if (!renaming) return state;
  const secret = await context.secretsManager.send(new DescribeSecretCommand({ SecretId: renaming.secret }));
  const isByArn = [oldKey.arn, newKey?.arn].includes(secret.KmsKeyId);
  const byArnOfTo = isByArn && newKey && secret.KmsKeyId === keysOf(state).to.arn;
  if (byArnOfTo || (renaming.reencrypted && secret.KmsKeyId === renaming.alias)) {
    await finishRenaming(context, state);
  } else {
    // Not begun, or for the other direction: what it names tells what is to be done with it.
    if (isByArn) {
      await context.secretsManager.send(
        new UpdateSecretCommand({ SecretId: renaming.secret, KmsKeyId: renaming.alias }),
      );
    }
    await context.store.change(oldKey.id, (now) => ({ ...now, renaming: undefined }));
  }
  return latest(context, state);
}

/** Enough of a hash to tell an account's secrets apart. */
function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}

/** A secret's name: its ARN has a hyphen and six characters behind it. */
function nameIn(arn: string): string {
  return arn
    .split(":")
    .slice(6)
    .join(":")
    .replace(/-[A-Za-z0-9]{6}$/, "");
}
