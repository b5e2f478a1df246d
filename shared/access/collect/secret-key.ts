import type { KMSClient } from "@aws-sdk/client-kms";
import { awsManagedKeyPolicy, secretsManagerIn } from "../decision/read-secret.ts";
import { parseResource, type Resource } from "../request/resource.ts";
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
  // An id or alias alone would be looked for in the asker's account.
  const place = `arn:${partition}:kms:${region}:${account}:`;
  if (keyId !== "notLookedAt")
    return collectKey(
      kms,
      keyId.startsWith("arn:") ? keyId : `${place}${keyId.startsWith("alias/") ? keyId : `key/${keyId}`}`,
    );
  return {
    resource: unknownKeyOf(resource),
    policyText: undefined,
    policy: "notLookedAt",
    grants: "notLookedAt",
    awsManaged: undefined,
    state: undefined,
  };
}

/** Stands for the key of a secret that may not be described. */
export function unknownKeyOf({ arn, region, account }: Resource): Resource {
  return parseResource(`arn:${arn.split(":")[1]}:kms:${region}:${account}:key/unknown`);
}
