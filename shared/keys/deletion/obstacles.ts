import { addMilliseconds } from "date-fns";
import type { StillUse } from "../../audit/index.ts";
import type { Dependent, NotLookedAt } from "../dependents/index.ts";
import type { Evidence } from "./evidence.ts";

/** What stands against taking a key out of use. */
export type Obstacle =
  | { kind: "dependent"; dependent: Dependent }
  /** The trail saw it used, or refused because it is disabled. */
  | { kind: "use"; use: StillUse }
  /** KMS remembers a use. */
  | { kind: "last usage"; at: string; operation: string }
  /** It is out of use since too short a time; since an unknown one, where there is no `since`. */
  | { kind: "quiet time"; since?: string; until?: string }
  /** The trail could not be read to its end. */
  | { kind: "trail"; problem: string }
  /** A place where nobody looked for what depends on it. */
  | { kind: "not looked at"; place: NotLookedAt };

/**
 * What stands against disabling a key that is enabled: what depends on it, and its uses. Where nobody looked is none yet:
 * a disabled key can be enabled again.
 */
export function obstaclesToDisabling(evidence: Evidence): Obstacle[] {
  return [...dependents(evidence), ...uses(evidence, evidence.from), ...unread(evidence)];
}

/**
 * What stands against the deletion of a key that is out of use: besides the same, that it is not out of use for long
 * enough, and every place where nobody looked.
 *
 * @param quietMs how long it must have been out of use, with nobody asking for it
 */
export function obstaclesToDeletion(evidence: Evidence, quietMs: number, now: Date): Obstacle[] {
  const { trail, from, key, dependents: looked } = evidence;
  const { outOfUseSince } = trail.answer;
  const since = outOfUseSince === undefined ? undefined : new Date(outOfUseSince);
  const until = since && addMilliseconds(since, quietMs);
  // A key is enabled when it is made: what took it out of use then must be in the trail.
  const isUntold = since === undefined && (key.metadata.CreationDate?.getTime() ?? 0) > from.getTime();
  const quiet: Obstacle[] =
    until && until > now
      ? [{ kind: "quiet time", since: since.toISOString(), until: until.toISOString() }]
      : isUntold && key.state === "Disabled"
        ? [{ kind: "quiet time" }]
        : [];
  return [
    ...dependents(evidence),
    ...uses(evidence, since ?? from),
    ...unread(evidence),
    ...quiet,
    ...looked.notLookedAt.map((place): Obstacle => ({ kind: "not looked at", place })),
  ];
}

/** A resource that names a replica can do without this key. */
function dependents({ dependents: { found } }: Evidence): Obstacle[] {
  return found
    .filter(({ namedAs }) => namedAs === "key")
    .map((dependent) => ({ kind: "dependent", dependent }));
}

function uses({ trail, lastUsage }: Evidence, from: Date): Obstacle[] {
  const seen = trail.answer.uses.filter(({ last }) => Date.parse(last) >= from.getTime());
  const isRemembered = lastUsage.known === true && lastUsage.at >= from;
  return [
    ...seen.map((use): Obstacle => ({ kind: "use", use })),
    ...(isRemembered
      ? [
          {
            kind: "last usage" as const,
            at: lastUsage.at.toISOString(),
            operation: lastUsage.operation,
          },
        ]
      : []),
  ];
}

/** One is enough: an answer that is not whole proves nothing. */
function unread({ trail: { problems, problemCount } }: Evidence): Obstacle[] {
  if (problemCount === 0) return [];
  return [{ kind: "trail", problem: problems[0]?.message ?? "The trail could not be read." }];
}
