import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";

/** Finds what names stand for, on LocalStack itself and not through the gateway: nobody called. */
export interface ResourceFinder {
  /** The ARN of a key by its id, ARN or alias; undefined if there is none. */
  keyArn(region: string, keyId: string): Promise<string | undefined>;
  /** The ARN of the key that encrypts a secret. */
  keyOfSecret(region: string, secretId: string): Promise<string | undefined>;
  /** The ARN of the key that encrypts a parameter. */
  keyOfParameter(region: string, name: string): Promise<string | undefined>;
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
  const clients = new Map<string, ReturnType<typeof clientsOf>>();
  const inRegion = (region: string) => {
    const known = clients.get(region) ?? clientsOf(upstream, region);
    clients.set(region, known);
    return known;
  };
  const keyArn = async (region: string, keyId: string) => {
    const command = new DescribeKeyCommand({ KeyId: keyId });
    const answer = await inRegion(region)
      .kms.send(command)
      .catch(() => undefined);
    return answer?.KeyMetadata?.Arn;
  };
  return {
    keyArn,
    keyOfSecret: async (region, secretId) => {
      const command = new DescribeSecretCommand({ SecretId: secretId });
      const answer = await inRegion(region)
        .secrets.send(command)
        .catch(() => undefined);
      return answer && keyArn(region, answer.KmsKeyId ?? "alias/aws/secretsmanager");
    },
    keyOfParameter: async (region, name) => {
      const filter = { Key: "Name", Option: "Equals", Values: [name] };
      const command = new DescribeParametersCommand({ ParameterFilters: [filter] });
      const answer = await inRegion(region)
        .ssm.send(command)
        .catch(() => undefined);
      const [found] = answer?.Parameters ?? [];
      return found && keyArn(region, found.KeyId ?? "alias/aws/ssm");
    },
  };
}

function clientsOf(upstream: string, region: string) {
  const settings = ownSettings(upstream, region);
  return {
    kms: new KMSClient(settings),
    secrets: new SecretsManagerClient(settings),
    ssm: new SSMClient(settings),
  };
}
