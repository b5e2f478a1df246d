import {
  paginateListSecretVersionIds,
  type SecretListEntry,
  type SecretsManagerClient,
  type SecretVersionsListEntry,
} from "@aws-sdk/client-secrets-manager";
import { keysOf, type Left, type Replacement } from "./replacement.ts";

/** The labels whose versions Secrets Manager re-encrypts. */
const reencrypted = new Set(["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"]);

/**
 * The versions of a secret that only the old key decrypts, though the secret has the new one: those with other labels,
 * one by one, and how many without any, which Secrets Manager may delete at any time.
 */
export async function oldVersions(
  client: SecretsManagerClient,
  { ARN = "", Name = "", DeletedDate }: SecretListEntry,
  state: Replacement,
): Promise<{ labelled: Left[]; unlabelled: number }> {
  const labelled: Left[] = [];
  let unlabelled = 0;
  // A secret that is marked for deletion is left as a whole.
  if (DeletedDate) return { labelled, unlabelled };
  const pages = paginateListSecretVersionIds({ client }, { SecretId: ARN, IncludeDeprecated: true });
  for await (const { Versions = [] } of pages) {
    for (const version of Versions.filter((one) => isUnderOldKey(one, state))) {
      const { VersionId = "", VersionStages = [] } = version;
      if (VersionStages.length === 0) unlabelled += 1;
      else {
        labelled.push({
          kind: "secret version",
          name: `${Name} ${VersionId}`,
          reason: `Its labels are ${VersionStages.join(", ")}: Secrets Manager does not re-encrypt it. Store its value as a new version with these labels, or take them off.`,
        });
      }
    }
  }
  return { labelled, unlabelled };
}

function isUnderOldKey(
  { VersionStages = [], CreatedDate, KmsKeyIds = [] }: SecretVersionsListEntry,
  state: Replacement,
): boolean {
  if (VersionStages.some((label) => reencrypted.has(label))) return false;
  const { to } = keysOf(state);
  if (KmsKeyIds.includes(to.arn) || KmsKeyIds.includes(to.id)) return false;
  return CreatedDate === undefined || CreatedDate < new Date(state.movedAt ?? 0);
}
