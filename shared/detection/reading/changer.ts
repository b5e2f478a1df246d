import { type CloudTrailRecord, principalOf } from "../../trail/index.ts";
import { directCaller, fromConsole, isPerson } from "./caller.ts";

/**
 * Whether a person made the call, under whatever role: one with a name of their own, from the console, or with a second
 * factor, which no program has.
 */
export function byHand(record: CloudTrailRecord): boolean {
  const { attributes } = record.userIdentity.sessionContext ?? {};
  return isPerson(record) || fromConsole(record) || attributes?.mfaAuthenticated === "true";
}

/**
 * Who changed a thing, for detections of changes that are news once: the role where a program deploys, since it does so day after
 * day. A change by hand is news each time, at most once a day for each thing.
 *
 * @param thing what was changed, as findings name it
 */
export function changerOf(record: CloudTrailRecord, thing: string | undefined): string | undefined {
  return byHand(record) ? newChangerOf(record, thing) : directCaller(record);
}

/** The same, where the change is news whoever made it. */
export function newChangerOf(record: CloudTrailRecord, thing: string | undefined): string | undefined {
  if (directCaller(record) === undefined) return undefined;
  return `${principalOf(record).arn} on ${record.eventTime.slice(0, 10)} (${thing ?? "unnamed"})`;
}
