import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** Finds the keys behind names, on LocalStack itself and not through the gateway: nobody called. */
export interface ResourceFinder {
  /** The ARN of a key by its id, ARN or alias; undefined if there is none. */
  keyArn(region: string, keyId: string): Promise<string | undefined>;
  /** The ARN of a secret, and of the key that encrypts it. */
  secret(region: string, secretId: string): Promise<{ arn: string; keyArn: string | undefined } | undefined>;
}

/** Settings of the gateway's own calls. */
export function ownSettings(upstream: string, region: string) {
  return {
    endpoint: upstream,
    region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    forcePathStyle: true,
  };
}

/** Makes a finder that asks LocalStack. */
export function findResources(upstream: string): ResourceFinder {
  const kms = new Map<string, KMSClient>();
  const secrets = new Map<string, SecretsManagerClient>();
  const keyArn = async (region: string, keyId: string) => {
    const client = fetched(kms, region, () => new KMSClient(ownSettings(upstream, region)));
    const answer = await client.send(new DescribeKeyCommand({ KeyId: keyId })).catch(() => undefined);
    return answer?.KeyMetadata?.Arn;
  };
  return {
    keyArn,
    secret: async (region, secretId) => {
      const client = fetched(secrets, region, () => new SecretsManagerClient(ownSettings(upstream, region)));
      const answer = await client
        .send(new DescribeSecretCommand({ SecretId: secretId }))
        .catch(() => undefined);
      if (!answer?.ARN) return undefined;
      return { arn: answer.ARN, keyArn: await keyArn(region, answer.KmsKeyId ?? "alias/aws/secretsmanager") };
    },
  };
}

function fetched<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
