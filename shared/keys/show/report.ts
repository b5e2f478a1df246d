import type { KMSClient } from "@aws-sdk/client-kms";
import { PolicySyntaxError, parsePolicy } from "../../access/index.ts";
import { aliasesOf } from "../aliases.ts";
import { type LastUsage, lastUsageOf } from "../deletion/last-usage.ts";
import { type DependentClients, type Dependents, dependentsOf } from "../dependents/index.ts";
import { grantsOf, type KeyGrant } from "../grants/list.ts";
import { allTags } from "../lists.ts";
import { type Looked, look } from "../looked.ts";
import { policyInWords } from "../policy/in-words.ts";
import { keyPolicyOf } from "../policy/read.ts";
import type { Key } from "../resolve.ts";
import { type PastRotation, pastRotations, type Rotation, rotationOf } from "../rotation/rotation.ts";
import { factsOf, type KeyFacts } from "./facts.ts";

/** All that is told of a key without its uses. */
export interface KeyReport {
  facts: KeyFacts;
  aliases: Looked<string[]>;
  tags: Looked<Record<string, string>>;
  rotation: Looked<Rotation>;
  /** The newest first. */
  pastRotations: Looked<PastRotation[]>;
  policy: Looked<{ text: string; words: string[] }>;
  grants: Looked<KeyGrant[]>;
  /** What KMS remembers; it is never proof that a key is not used. */
  lastUsage: LastUsage;
  dependents: Dependents;
}

/** Looks at a key from all sides. What may not be looked at is told as such. */
export async function reportOn(clients: DependentClients, key: Key, now: Date): Promise<KeyReport> {
  const { kms } = clients;
  const aliases = await look("kms:ListAliases", () => aliasesOf(kms, key));
  const [tags, rotation, past, policy, grants, lastUsage, dependents] = await Promise.all([
    look("kms:ListResourceTags", async () => Object.fromEntries(await allTags(kms, key.arn))),
    rotationOf(kms, key),
    pastRotations(kms, key),
    look("kms:GetKeyPolicy", () => policyOf(kms, key)),
    look("kms:ListGrants", () => grantsOf(kms, key)),
    lastUsageOf(kms, key),
    dependentsOf(clients, { arn: key.arn, aliases: "found" in aliases ? aliases.found : [] }),
  ]);
  return {
    facts: factsOf(key, now),
    aliases,
    tags,
    rotation,
    pastRotations: past,
    policy,
    grants,
    lastUsage,
    dependents,
  };
}

async function policyOf(client: KMSClient, key: Key): Promise<{ text: string; words: string[] }> {
  const text = await keyPolicyOf(client, key);
  try {
    return { text, words: policyInWords(parsePolicy(text), key.account) };
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    return { text, words: [error.message] };
  }
}
