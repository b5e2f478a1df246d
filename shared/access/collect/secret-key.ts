import type { KMSClient } from "@aws-sdk/client-kms";
import { awsManagedKeyPolicy, secretsManagerIn } from "../decision/read-secret.ts";
import { parseResource } from "../request/resource.ts";
import { collectKey, type KnownKey } from "./key.ts";
import type { KnownSecret } from "./secret.ts";

/** The key of a secret: as KMS tells it, or what AWS's documentation tells of the AWS managed key. */
export async function collectSecretKey(kms: KMSClient, { keyId, resource }: KnownSecret): Promise<KnownKey> {
  const { account, region, arn } = resource;
  const partition = arn.split(":")[1];
  if (keyId === undefined || keyId === "alias/aws/secretsmanager") {
    // The id of the AWS managed key decides nothing.
    const key = parseResource(`arn:${partition}:kms:${region}:${account}:key/aws-secretsmanager`);
    return {
      resource: { ...key, aliases: ["alias/aws/secretsmanager"] },
      policyText: undefined,
      policy: [awsManagedKeyPolicy(account, secretsManagerIn(region, arn))],
      grants: [],
      awsManaged: true,
      state: "Enabled",
    };
  }
  if (keyId !== "notLookedAt") return collectKey(kms, keyId);
  const key = parseResource(`arn:${partition}:kms:${region}:${account}:key/unknown`);
  return {
    resource: key,
    policyText: undefined,
    policy: "notLookedAt",
    grants: "notLookedAt",
    awsManaged: undefined,
    state: undefined,
  };
}
