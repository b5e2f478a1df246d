import type { KMSClient } from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import { allTags } from "../lists.ts";
import { type Key, resolveKey } from "../resolve.ts";
import type { Replacement } from "./replacement.ts";
import type { ReplacementStore } from "./store.ts";

/** The tag of a new key: the id of the one that it replaces. */
export const replacesTag = "rekey:replaces";

/** The tag by which the owner of a key lends it: without it the stack's role may neither disable nor delete it. */
export const lentTag = "rekey:replace";

/** A key by its name, and the replacement that it is part of. */
export interface Found {
  key: Key;
  tags: Map<string, string>;
  /** That of the key as the old one; else that of the key as the new one. */
  replacement: Replacement | undefined;
}

/**
 * Finds the replacement that a name means. Once its aliases are moved, an alias means the new key; its tag tells the old one.
 *
 * @param name alias, id or ARN of the old or the new key
 * @throws KeyNameError, UnknownKeyError, KeyPermissionError
 */
export async function findReplacement(kms: KMSClient, store: ReplacementStore, name: string): Promise<Found> {
  const key = await resolveKey(kms, name);
  const tags = await tagsOf(kms, key.arn);
  const own = await store.read(key.id);
  const old = tags.get(replacesTag);
  const isOver = own === undefined || own.stage === "done" || own.stage === "undone";
  const asNew = isOver && old !== undefined ? await store.read(old) : undefined;
  return { key, tags, replacement: own && !(isOver && asNew && isUnderWay(asNew)) ? own : (asNew ?? own) };
}

/** Whether something of a replacement is still to be done. */
export function isUnderWay({ stage }: Replacement): boolean {
  return stage !== "done" && stage !== "undone";
}

/** A key's tags. */
export async function tagsOf(kms: KMSClient, keyArn: string): Promise<Map<string, string>> {
  return askKms(`The tags of ${keyArn} cannot be read`, () => allTags(kms, keyArn));
}
