import { createHash } from "node:crypto";
import { remembered } from "../../trail/index.ts";
import type { Want } from "../engine.ts";
import type { AuditEvent } from "../event/event.ts";

/** How many groups the events of a day are kept in, by the names of what they are about. */
export const groupCount = 256;

/** The group of a name, from 0. */
export const groupOf = remembered(
  (name) => createHash("sha256").update(name).digest().readUInt8() % groupCount,
);

/** What the keys, aliases and secret of an event are called by in its account. */
export function namesOf({ keys, aliases, secret }: AuditEvent): string[] {
  const all = [...keys, ...aliases, ...(secret === undefined ? [] : [secret])];
  return [...new Set(all.map(lastPart))];
}

/** Names of which every event that is wanted has one; undefined where other events are wanted, too. */
export function namesWanted({ subject, spans = [], records }: Want): string[] | undefined {
  if (records) return undefined;
  switch (subject?.kind) {
    case "key":
      return [lastPart(subject.id)];
    case "alias":
      return [...new Set([subject.name, ...spans.map(({ key }) => key)].map(lastPart))];
    case "secret":
      return subject.isPrefix ? undefined : [lastPart(subject.name)];
    default:
      return undefined;
  }
}

/** Whatever comes before it: an ARN, an account and a Region, or nothing. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
