import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  InvalidArnException,
  type KeyMetadata,
  type KMSClient,
  paginateListAliases,
  paginateListGrants,
  paginateListResourceTags,
} from "@aws-sdk/client-kms";
import type { Grant } from "../decision/grants.ts";
import type { LayerPolicies } from "../decision/layers.ts";
import { parsePolicy } from "../policy/document.ts";
import { parseResource, type Resource } from "../request/resource.ts";
import { look, NotFoundError } from "./look.ts";
import type { KnownOrganization } from "./organization.ts";

/** A key with all that decides who may use it. */
export interface KnownKey {
  resource: Resource;
  /** The key policy as KMS holds it, where it could be read. */
  policyText: string | undefined;
  policy: LayerPolicies;
  grants: readonly Grant[] | "notLookedAt";
  /** True for a key such as `aws/secretsmanager`; undefined where the key could not be described. */
  awsManaged: boolean | undefined;
  /** Such as `Enabled`; a key in another state is no use to anybody. */
  state: string | undefined;
  /** That of its account, where it was asked for. */
  organization?: KnownOrganization | undefined;
}

/**
 * Reads a key from KMS.
 *
 * @param keyId id, ARN or alias; with the ARN of a key, what cannot be read is left out
 * @throws NotFoundError if there is no such key, or only its ARN would tell which one is meant
 */
export async function collectKey(client: KMSClient, keyId: string): Promise<KnownKey> {
  const described = await look(`The key ${keyId}`, async () => {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: keyId }));
    return KeyMetadata;
  });
  const metadata = described === "notLookedAt" ? undefined : described;
  const arn = metadata?.Arn ?? keyId;
  if (!/^arn:[^:]+:kms:.*:key\//.test(arn)) {
    throw new NotFoundError(
      `The key ${keyId} may not be described. Name it by its ARN, or permit kms:DescribeKey.`,
    );
  }
  const policyText = await lookFurther(arn, async () => {
    const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }));
    return Policy ?? "";
  });
  const aliases = await lookFurther(arn, () => aliasesOf(client, arn));
  const tags = await lookFurther(arn, () => tagsOf(client, arn));
  return {
    resource: {
      ...parseResource(arn),
      aliases: aliases === "notLookedAt" ? undefined : aliases,
      tags: tags === "notLookedAt" ? undefined : tags,
      attributes: attributesOf(metadata),
    },
    policyText: policyText === "notLookedAt" ? undefined : policyText,
    policy:
      policyText === "notLookedAt" ? policyText : [{ name: "key policy", document: parsePolicy(policyText) }],
    grants: await lookFurther(arn, () => grantsOf(client, arn)),
    awsManaged: metadata && metadata.KeyManager === "AWS",
    state: metadata?.KeyState,
  };
}

/** Whether there is such a key `DescribeKey` has told: of another account's, KMS does not find what is asked here. */
async function lookFurther<T>(what: string, ask: () => Promise<T>): Promise<T | "notLookedAt"> {
  try {
    return await look(what, ask);
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof InvalidArnException) return "notLookedAt";
    throw error;
  }
}

function attributesOf(metadata: KeyMetadata | undefined): Record<string, string[]> {
  const { KeySpec, KeyUsage, Origin, MultiRegion } = metadata ?? {};
  const known = { KeySpec, KeyUsage, KeyOrigin: Origin, MultiRegion };
  return Object.fromEntries(
    Object.entries(known).flatMap(([key, value]) =>
      value === undefined ? [] : [[`kms:${key}`, [String(value)]]],
    ),
  );
}

async function aliasesOf(client: KMSClient, KeyId: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client }, { KeyId })) {
    names.push(...Aliases.flatMap(({ AliasName }) => AliasName ?? []));
  }
  return names;
}

async function tagsOf(client: KMSClient, KeyId: string): Promise<Record<string, string>> {
  const tags: Record<string, string> = {};
  for await (const { Tags = [] } of paginateListResourceTags({ client }, { KeyId })) {
    for (const { TagKey = "", TagValue = "" } of Tags) tags[TagKey] = TagValue;
  }
  return tags;
}

async function grantsOf(client: KMSClient, KeyId: string): Promise<Grant[]> {
  const grants: Grant[] = [];
  for await (const { Grants = [] } of paginateListGrants({ client }, { KeyId })) {
    for (const {
      GrantId = "",
      Name,
      GranteePrincipal,
      RetiringPrincipal,
      Operations,
      Constraints,
      ...more
    } of Grants) {
      grants.push({
        id: GrantId,
        name: Name || undefined,
        // A grant to a service names it by itself where the API has the field.
        grantee: GranteePrincipal ?? servicePrincipalOf(more) ?? "",
        retiring: RetiringPrincipal,
        operations: Operations ?? [],
        encryptionContextEquals: Constraints?.EncryptionContextEquals,
        encryptionContextSubset: Constraints?.EncryptionContextSubset,
      });
    }
  }
  return grants;
}

function servicePrincipalOf(grant: object): string | undefined {
  return "GranteeServicePrincipal" in grant && typeof grant.GranteeServicePrincipal === "string"
    ? grant.GranteeServicePrincipal
    : undefined;
}
