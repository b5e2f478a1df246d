import type { LookupAttribute } from "@aws-sdk/client-cloudtrail";
import type { Want } from "../../engine.ts";
import { keyUses, secretServiceEvents, secretUses } from "../../event/operations.ts";

/** What `LookupEvents` filters by; it takes one attribute. */
export type Lookup = Required<LookupAttribute>;

/** Operations that fill a trail, so that a lookup by their name would not narrow it. */
const frequent = new Set([...(keyUses.names ?? []), ...(secretUses.names ?? [])]);

/** So many lookups by name are asked rather than one of all events of a source. */
const mostNames = 30;

/**
 * Chooses the filters that leave the fewest events to go over and miss none; one request takes one filter, so that a
 * question may take several.
 *
 * @param names what the resource may be called in records, if all that is known
 */
export function lookupsFor({ events, subject }: Want, names: readonly string[] | undefined): Lookup[] {
  if (names && names.length > 0) {
    const told = events.flatMap(
      (wanted) => wanted.names?.filter((name) => secretServiceEvents.includes(name)) ?? [],
    );
    return [...names.map((name) => by("ResourceName", name)), ...told.map((name) => by("EventName", name))];
  }
  if (subject?.kind === "principal") {
    const { text } = subject;
    if (/^(?:AKIA|ASIA)[A-Z0-9]{12,}$/.test(text)) return [by("AccessKeyId", text)];
    // CloudTrail's user name is the session's for an assumed role; a role's own name it does not know.
    const [, name] =
      /^arn:[^:]+:(?:iam::\d*:user|sts::\d*:assumed-role\/[^/]+)\/(?:.*\/)?([^/]+)$/.exec(text) ?? [];
    if (name) return [by("Username", name)];
  }
  return events.flatMap(({ source, names: wanted }) => {
    const isNarrow =
      wanted &&
      wanted.length <= mostNames &&
      (wanted.length <= 2 || !wanted.some((name) => frequent.has(name)));
    return isNarrow ? wanted.map((name) => by("EventName", name)) : [by("EventSource", source)];
  });
}

function by(AttributeKey: Lookup["AttributeKey"], AttributeValue: string): Lookup {
  return { AttributeKey, AttributeValue };
}
