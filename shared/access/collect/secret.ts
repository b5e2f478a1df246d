import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { LayerPolicies } from "../decision/layers.ts";
import { parsePolicy } from "../policy/document.ts";
import { parseResource, type Resource } from "../request/resource.ts";
import { look, NotFoundError } from "./look.ts";
import type { KnownOrganization } from "./organization.ts";

/** A secret with all that decides who may read it, but for its key. */
export interface KnownSecret {
  resource: Resource;
  name: string;
  /** Id, ARN or alias of its key; undefined: the AWS managed key `aws/secretsmanager`; or it could not be described. */
  keyId: string | undefined | "notLookedAt";
  /** Its resource policy as Secrets Manager holds it; undefined where there is none or it could not be read. */
  policyText: string | undefined;
  policy: LayerPolicies;
  /** That of its account, where it was asked for. */
  organization?: KnownOrganization | undefined;
}

/**
 * Reads a secret from Secrets Manager, without its value.
 *
 * @param secretId name or ARN
 * @throws NotFoundError if there is no such secret, or only its ARN would tell which one is meant
 */
export async function collectSecret(client: SecretsManagerClient, secretId: string): Promise<KnownSecret> {
  const described = await look(`The secret ${secretId}`, () =>
    client.send(new DescribeSecretCommand({ SecretId: secretId })),
  );
  const metadata = described === "notLookedAt" ? undefined : described;
  const arn = metadata?.ARN ?? secretId;
  if (!arn.startsWith("arn:")) {
    throw new NotFoundError(
      `The secret ${secretId} may not be described. Name it by its ARN, or permit secretsmanager:DescribeSecret.`,
    );
  }
  const policy = await look(arn, async () => {
    const { ResourcePolicy } = await client.send(new GetResourcePolicyCommand({ SecretId: arn }));
    return ResourcePolicy || undefined;
  });
  return {
    resource: {
      ...parseResource(arn),
      tags:
        metadata && Object.fromEntries((metadata.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    },
    name: metadata?.Name ?? arn,
    keyId: metadata ? metadata.KmsKeyId : "notLookedAt",
    policyText: policy === "notLookedAt" ? undefined : policy,
    policy: policy === undefined ? "none" : policy === "notLookedAt" ? policy : [toPolicy(policy)],
  };
}

const toPolicy = (text: string) => ({ name: "resource policy", document: parsePolicy(text) });
