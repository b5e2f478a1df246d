import { type KMSClient, ListResourceTagsCommand } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Tags, TagsOf } from "./noise/tags.ts";

/** How long tags are taken for what they were, in milliseconds. */
const keptMs = 300_000;

/** More resources than this are not kept in mind. */
const mostKept = 1_000;

const keyArn = /^arn:[^:]+:kms:([^:]+):(\d{12}):key\//;
const secret = /^(\d{12})\/([a-z0-9-]+)\/(.+)$/;

/** Where tags are asked for: resources of other accounts and regions have none here. */
export interface TagsOfAws {
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
  /** The region of both. */
  region: string;
  now: () => Date;
}

/** Looks up the tags of KMS keys and of secrets, and keeps them in mind for five minutes. */
export function tagsOfAws({ kms, secretsManager, region, now }: TagsOfAws): TagsOf {
  const known = new Map<string, { tags: Promise<Tags | undefined>; until: number }>();

  const ask = async (resource: string): Promise<Tags | undefined> => {
    if (keyArn.exec(resource)?.[1] === region) {
      const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: resource }));
      return Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
    }
    const [, account, secretRegion, name] = secret.exec(resource) ?? [];
    if (account === undefined || secretRegion !== region || name === undefined) return undefined;
    const { ARN, Tags = [] } = await secretsManager.send(new DescribeSecretCommand({ SecretId: name }));
    // A secret of another account may have the name of one of this account's.
    if (ARN?.split(":")[4] !== account) return undefined;
    return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  };

  return async (resource) => {
    const before = known.get(resource);
    if (before && before.until > now().getTime()) return before.tags;
    if (known.size >= mostKept) known.clear();
    const tags = ask(resource);
    known.set(resource, { tags, until: now().getTime() + keptMs });
    tags.catch(() => known.delete(resource));
    return tags;
  };
}
