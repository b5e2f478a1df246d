import { type KMSClient, paginateListAliases } from "@aws-sdk/client-kms";
import pLimit from "p-limit";
import { askKms } from "../ask.ts";
import { KeyPermissionError } from "../errors.ts";
import { allKeys, allTags } from "../lists.ts";
import { environmentTag, purposeTag, type WantedKey } from "./wanted.ts";

/** Keys that are there already and may be the wanted one, or one for the same. */
export interface KeysAround {
  /** Id of the key that the alias stands for. */
  behindAlias: string | undefined;
  /** Ids of keys without an alias that have the wanted key's tags: what an interrupted run left, or a replaced key. */
  withoutAlias: string[];
  /** Other aliases of the same words in another order or with other signs between, with the ids of their keys. */
  namedAlike: { alias: string; id: string }[];
  /** What may have been overlooked. */
  notes: string[];
}

/**
 * Looks for keys that are there already.
 *
 * @throws KeyPermissionError without `kms:ListAliases`
 */
export async function keysAround(client: KMSClient, wanted: WantedKey): Promise<KeysAround> {
  const targets = await aliasTargets(client);
  const words = wordsOf(wanted.alias);
  const namedAlike = [...targets]
    .filter(
      ([alias]) => alias !== wanted.alias && !alias.startsWith("alias/aws/") && wordsOf(alias) === words,
    )
    .map(([alias, id]) => ({ alias, id }));
  const behindAlias = targets.get(wanted.alias);
  // With the alias in its place no run was interrupted before it.
  const { ids, notes } =
    behindAlias === undefined
      ? await untitled(client, new Set(targets.values()), wanted)
      : { ids: [], notes: [] };
  return { behindAlias, withoutAlias: ids, namedAlike, notes: [...notes, ...neighbours(targets, wanted)] };
}

/** One key serves all purposes whose data the same people may read. */
function neighbours(targets: ReadonlyMap<string, string>, { alias, environment }: WantedKey): string[] {
  const beside = [...targets]
    .filter(([name]) => name !== alias && name.startsWith(`alias/${environment}-`))
    .map(([, id]) => id);
  const count = new Set(beside).size;
  if (count === 0) return [];
  return [
    `${environment} has ${count === 1 ? "one other key" : `${count} other keys`}: where the same roles use it, one may serve several purposes.`,
  ];
}

/** Words that tell nothing of what a key is for: `alias/prod-shop-key`, `alias/prod-shop-v2`. */
const telling = (word: string) => !/^(key|kms|cmk|encryption|v)?\d*$/.test(word);

/** What an alias tells, whatever the order of its words and the signs between: `prod-shop`, `shop/prod-key`. */
function wordsOf(alias: string): string {
  return alias
    .replace("alias/", "")
    .toLowerCase()
    .split(/[-_/]+/)
    .filter(telling)
    .sort()
    .join(" ");
}

async function aliasTargets(client: KMSClient): Promise<Map<string, string>> {
  return askKms(
    "The aliases cannot be listed, so that nobody knows whether the key is there already",
    async () => {
      const targets = new Map<string, string>();
      for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
        for (const { AliasName, TargetKeyId } of Aliases) {
          if (AliasName && TargetKeyId) targets.set(AliasName, TargetKeyId);
        }
      }
      return targets;
    },
  );
}

async function untitled(client: KMSClient, titled: ReadonlySet<string>, wanted: WantedKey) {
  try {
    const all = await askKms("The keys cannot be listed", () => allKeys(client));
    const limit = pLimit(8);
    const found = await limit.map(
      all.filter(({ id }) => !titled.has(id)),
      async ({ id }) => ({ id, fits: await hasTags(client, id, wanted) }),
    );
    const unread = found.filter(({ fits }) => fits === "notLookedAt").length;
    return {
      ids: found.filter(({ fits }) => fits === true).map(({ id }) => id),
      notes:
        unread === 0
          ? []
          : [`The tags of ${unread} keys without an alias may not be read: one may be for the same.`],
    };
  } catch (error) {
    if (!(error instanceof KeyPermissionError)) throw error;
    return { ids: [], notes: ["The keys may not be listed: one without an alias may be for the same."] };
  }
}

async function hasTags(
  client: KMSClient,
  keyId: string,
  { purpose, environment }: WantedKey,
): Promise<boolean | "notLookedAt"> {
  try {
    const tags = await allTags(client, keyId);
    return tags.get(purposeTag) === purpose && tags.get(environmentTag) === environment;
  } catch (error) {
    if (error instanceof Error && error.name === "AccessDeniedException") return "notLookedAt";
    // Keys whose deletion came meanwhile.
    if (error instanceof Error && error.name === "NotFoundException") return false;
    throw error;
  }
}
