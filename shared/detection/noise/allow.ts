import type { Allowed } from "../settings.ts";
import { networksOf } from "./networks.ts";
import { matcherOf } from "./pattern.ts";
import { type Tags, tagMatcherOf } from "./tags.ts";

/** What is asked of an event, or of what was found, to know whether it is expected. */
export interface Call {
  /** ARN of the role for an assumed role; the name of an AWS service. */
  principalId: string;
  /** With the session, for an assumed role. */
  principal: string;
  sourceIPAddress: string;
  userAgent: string;
  entity: string;
  /** ISO 8601. */
  time: string;
}

/** One entry of the allow-list, made ready. */
export interface Allowance {
  /** Whether it is for a detection. */
  concerns(detectionId: string): boolean;
  /** Whether a call is as it says, but for the tags. */
  covers(call: Call): boolean;
  /** Whether one of the tags is there; undefined if it does not ask for any. */
  tagged: ((tags: Tags) => boolean) | undefined;
}

/** Makes the allow-list ready to be asked. */
export function allowancesOf(allow: readonly Allowed[]): Allowance[] {
  return allow.map((allowed) => {
    const conditions = conditionsOf(allowed);
    return {
      concerns: allowed.detections ? matcherOf(allowed.detections) : () => true,
      covers: (call) => conditions.every((condition) => condition(call)),
      tagged: allowed.tags && tagMatcherOf(allowed.tags),
    };
  });
}

/** The quick ones first. */
function conditionsOf(allowed: Allowed): ((call: Call) => boolean)[] {
  const conditions: ((call: Call) => boolean)[] = [];
  if (allowed.until) {
    // By the event's time: a batch that comes again later is judged as before.
    const until = Date.parse(allowed.until);
    conditions.push(({ time }) => Date.parse(time) <= until);
  }
  if (allowed.entities) {
    const matches = matcherOf(allowed.entities);
    conditions.push(({ entity }) => matches(entity));
  }
  if (allowed.principals) {
    const matches = matcherOf(allowed.principals);
    conditions.push(({ principalId, principal }) => matches(principalId) || matches(principal));
  }
  if (allowed.userAgents) {
    const matches = matcherOf(allowed.userAgents);
    conditions.push(({ userAgent }) => matches(userAgent));
  }
  if (allowed.networks) {
    const contains = networksOf(allowed.networks);
    conditions.push(({ sourceIPAddress }) => contains(sourceIPAddress));
  }
  return conditions;
}
