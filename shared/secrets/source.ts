import {
  BatchGetSecretValueCommand,
  GetSecretValueCommand,
  type GetSecretValueResponse,
  type SecretsManagerClient,
  type SecretValueEntry,
} from "@aws-sdk/client-secrets-manager";
import type { LoadMany } from "./cache/index.ts";
import { answerError, readError } from "./read-error.ts";
import { Secret } from "./secret.ts";
import type { SecretKey } from "./secret-key.ts";

/** How many secrets BatchGetSecretValue takes. Source: its API reference. */
export const batchSize = 20;

/** Where secrets are read from. */
export interface SecretSource {
  /** @throws SecretRefusedError, SecretUnavailableError */
  read(key: SecretKey, signal: AbortSignal): Promise<Secret>;
  /** The current versions of at most 20 secrets. */
  readMany: LoadMany<Secret>;
}

/** Reads from AWS Secrets Manager. */
export function secretsManagerSource(client: SecretsManagerClient): SecretSource {
  return {
    read: async ({ id, versionId, stage }, abortSignal) => {
      const command = new GetSecretValueCommand({ SecretId: id, VersionId: versionId, VersionStage: stage });
      try {
        return secretOf(await client.send(command, { abortSignal }));
      } catch (error) {
        throw readError(`the secret ${id}`, error);
      }
    },
    readMany: async (ids, abortSignal) => {
      const command = new BatchGetSecretValueCommand({ SecretIdList: [...ids] });
      try {
        const { SecretValues = [], Errors = [] } = await client.send(command, { abortSignal });
        const secrets = SecretValues.map(secretOf);
        const failures = Errors.map(({ SecretId = "", ErrorCode = "", Message = "" }) => {
          const error = answerError(`the secret ${SecretId}`, { code: ErrorCode, message: Message });
          return [SecretId, error] as const;
        });
        const found = ids.flatMap((id) => {
          const secret = secrets.find(({ name, arn }) => name === id || arn === id);
          return secret ? [[id, secret] as const] : [];
        });
        return new Map<string, Secret | Error>([...failures, ...found]);
      } catch (error) {
        throw readError(`${ids.length} secrets at once`, error);
      }
    },
  };
}

function secretOf(answer: GetSecretValueResponse | SecretValueEntry): Secret {
  const { ARN = "", Name = "", VersionId = "", VersionStages = [] } = answer;
  const version = { arn: ARN, name: Name, versionId: VersionId, stages: VersionStages };
  return new Secret(version, answer.SecretString ?? answer.SecretBinary ?? "");
}
