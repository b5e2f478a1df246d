import {
  ListSecretVersionIdsCommand,
  paginateListSecrets,
  type SecretListEntry,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

/** Which rotations count as dead. */
export interface Staleness {
  /** Only secrets whose rotation function this is. */
  rotationFunctionArn: string;
  /** How old AWSPENDING's version must be, in seconds: no run takes so long. */
  olderThanSeconds: number;
  now: Date;
}

/**
 * Finds the secrets whose AWSPENDING was left behind: on a version that is not AWSCURRENT and older than any run.
 *
 * @returns their ARNs
 */
export async function* staleRotations(
  client: SecretsManagerClient,
  { rotationFunctionArn, olderThanSeconds, now }: Staleness,
): AsyncGenerator<string> {
  const before = now.getTime() - olderThanSeconds * 1_000;
  for await (const { SecretList = [] } of paginateListSecrets({ client, pageSize: 100 }, {})) {
    for (const secret of SecretList) {
      const pending = pendingVersion(secret);
      if (!secret.ARN || !pending || secret.RotationLambdaARN !== rotationFunctionArn) continue;
      const { Versions = [] } = await client.send(
        new ListSecretVersionIdsCommand({ SecretId: secret.ARN, IncludeDeprecated: true }),
      );
      const created = Versions.find(({ VersionId }) => VersionId === pending)?.CreatedDate;
      // A version that the list does not show has no value yet: the secret's own last change is the moment.
      const since = created ?? secret.LastChangedDate ?? now;
      if (since.getTime() <= before) yield secret.ARN;
    }
  }
}

function pendingVersion({ SecretVersionsToStages = {} }: SecretListEntry): string | undefined {
  return Object.entries(SecretVersionsToStages).find(
    ([, labels]) => labels.includes("AWSPENDING") && !labels.includes("AWSCURRENT"),
  )?.[0];
}
