import type { KMSClient } from "@aws-sdk/client-kms";
import pLimit from "p-limit";
import { aliasesById } from "../../audit/index.ts";
import { askKms } from "../ask.ts";
import { KeyPermissionError, UnknownKeyError } from "../errors.ts";
import { allKeys } from "../lists.ts";
import { type Looked, look } from "../looked.ts";
import { resolveKey } from "../resolve.ts";
import { type Rotation, rotationOf } from "../rotation/rotation.ts";
import { factsOf, type KeyFacts } from "./facts.ts";

/** A key among all. */
export interface ListedKey {
  arn: string;
  aliases: string[];
  facts: Looked<KeyFacts>;
  rotation: Looked<Rotation>;
}

/** All keys of the account and Region. */
export interface KeyList {
  /** By alias; those without one last. */
  keys: ListedKey[];
  /** What was not looked at as a whole. */
  notes: string[];
}

/**
 * Lists the keys of an account and Region, those of AWS's services too.
 *
 * @throws KeyPermissionError without `kms:ListKeys`
 */
export async function listKeys(client: KMSClient, now: Date): Promise<KeyList> {
  const all = await askKms("The keys cannot be listed", () => allKeys(client));
  const aliases = await look("kms:ListAliases", () => aliasesById(client));
  const named = "found" in aliases ? aliases.found : new Map<string, string[]>();
  const limit = pLimit(8);
  const found = await limit.map(all, ({ id, arn }) => listed(client, arn, named.get(id) ?? [], now));
  return {
    keys: found.flat().sort(byAlias),
    notes: "notLookedAt" in aliases ? [`The aliases were not looked at: ${aliases.notLookedAt}`] : [],
  };
}

async function listed(client: KMSClient, arn: string, aliases: string[], now: Date): Promise<ListedKey[]> {
  try {
    const key = await resolveKey(client, arn);
    // By its alias a key of AWS's is known where KMS does not say so.
    const awsManaged = key.awsManaged || aliases.some((name) => name.startsWith("alias/aws/"));
    const own = { ...key, awsManaged };
    return [{ arn, aliases, facts: { found: factsOf(own, now) }, rotation: await rotationOf(client, own) }];
  } catch (error) {
    // Deleted meanwhile.
    if (error instanceof UnknownKeyError) return [];
    if (!(error instanceof KeyPermissionError)) throw error;
    const notLookedAt = "allow kms:DescribeKey";
    return [{ arn, aliases, facts: { notLookedAt }, rotation: { notLookedAt } }];
  }
}

function byAlias(one: ListedKey, other: ListedKey): number {
  const [first, second] = [one.aliases[0], other.aliases[0]];
  if (first !== undefined && second !== undefined) return first < second ? -1 : 1;
  if (first === undefined && second === undefined) return one.arn < other.arn ? -1 : 1;
  return first === undefined ? 1 : -1;
}
