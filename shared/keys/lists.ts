import {
  type GrantListEntry,
  type KMSClient,
  paginateListGrants,
  paginateListKeys,
  paginateListResourceTags,
} from "@aws-sdk/client-kms";

/** All keys of the account and Region, those of AWS's services too. Errors are KMS's own, as of all these lists. */
export async function allKeys(client: KMSClient): Promise<{ id: string; arn: string }[]> {
  const keys: { id: string; arn: string }[] = [];
  for await (const { Keys = [] } of paginateListKeys({ client }, {}))
    keys.push(...Keys.map(({ KeyId = "", KeyArn = "" }) => ({ id: KeyId, arn: KeyArn })));
  return keys;
}

/** The grants of a key, as KMS lists them. */
export async function allGrants(client: KMSClient, keyId: string): Promise<GrantListEntry[]> {
  const grants: GrantListEntry[] = [];
  for await (const { Grants = [] } of paginateListGrants({ client }, { KeyId: keyId }))
    grants.push(...Grants);
  return grants;
}

/** The tags of a key, the values by their names. */
export async function allTags(client: KMSClient, keyId: string): Promise<Map<string, string>> {
  const tags = new Map<string, string>();
  for await (const { Tags = [] } of paginateListResourceTags({ client }, { KeyId: keyId })) {
    for (const { TagKey = "", TagValue = "" } of Tags) tags.set(TagKey, TagValue);
  }
  return tags;
}
