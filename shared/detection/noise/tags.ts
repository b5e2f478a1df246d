import { matcherOf } from "./pattern.ts";

/** Tags of a key or secret. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Looks up the tags of a key or secret, as findings name it: its ARN, or `account/region/name` of a secret. Undefined
 * if there is no such thing, or it has none that can be read.
 */
export type TagsOf = (resource: string) => Promise<Tags | undefined>;

/**
 * Whether tags have one of some, as a function to be kept.
 *
 * @param wanted `key=value`; the value may have `*`
 */
export function tagMatcherOf(wanted: readonly string[]): (tags: Tags) => boolean {
  const matchers = wanted.map((tag) => {
    const at = tag.indexOf("=");
    return { key: tag.slice(0, at), matches: matcherOf([tag.slice(at + 1)]) };
  });
  return (tags) => matchers.some(({ key, matches }) => Object.hasOwn(tags, key) && matches(tags[key] ?? ""));
}
