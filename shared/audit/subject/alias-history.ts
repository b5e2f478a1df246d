import type { AuditEvent } from "../event/event.ts";
import type { AliasSubject } from "./subject.ts";

/** A time in which an alias points at a key. */
export interface AliasSpan {
  key: string;
  /** ISO 8601; without it, from before the period on. */
  from?: string | undefined;
  /** The time of the change that ended it; without it, to the period's end. */
  to?: string | undefined;
}

/** What the trail tells of an alias. */
export interface AliasHistory {
  spans: AliasSpan[];
  /** The first change, where nothing tells what the alias pointed at before it. */
  unknownBefore?: string | undefined;
}

interface Observation {
  time: string;
  id: string;
  operation: string;
  key: string | undefined;
}

const changes = new Set(["CreateAlias", "UpdateAlias", "DeleteAlias"]);

/** Collects what events tell of an alias, in any order; each place where it exists has a history of its own. */
export function aliasHistory(alias: AliasSubject) {
  const changed = new Map<string, Map<string, Observation>>();
  /** The first use of the alias by its name that tells the key behind it. */
  const used = new Map<string, Observation>();

  const add = (event: AuditEvent) => {
    const place = event.aliases.find((name) => isAlias(alias, name));
    if (place === undefined || event.error !== undefined) return;
    const observation = { time: event.time, id: event.id, operation: event.operation, key: event.keys[0] };
    if (changes.has(event.operation)) {
      const known = changed.get(place) ?? new Map<string, Observation>();
      changed.set(place, known.set(event.id, observation));
    } else if (event.keys.length === 1) {
      const first = used.get(place);
      if (!first || byTime(observation, first) < 0) used.set(place, observation);
    }
  };

  /** @param current the key that the alias points at now, where that is known */
  const history = (current?: string): AliasHistory => {
    const spans: AliasSpan[] = [];
    let unknownBefore: string | undefined;
    for (const place of new Set([...changed.keys(), ...used.keys()])) {
      const sorted = [...(changed.get(place)?.values() ?? [])].sort(byTime);
      const [first] = sorted;
      const before = keyBefore(first, used.get(place), current);
      if (before) spans.push({ key: before, to: first?.time });
      else if (first && first.operation !== "CreateAlias") unknownBefore = earlier(unknownBefore, first.time);
      for (const [at, { operation, key, time }] of sorted.entries()) {
        if (key && operation !== "DeleteAlias") spans.push({ key, from: time, to: sorted[at + 1]?.time });
      }
    }
    if (changed.size + used.size === 0 && current) spans.push({ key: current });
    return { spans, ...(unknownBefore && { unknownBefore }) };
  };
  return { add, history };
}

function keyBefore(
  first: Observation | undefined,
  use: Observation | undefined,
  current: string | undefined,
): string | undefined {
  if (!first) return use?.key ?? current;
  // A deletion names the key that the alias pointed at.
  if (first.operation === "DeleteAlias") return first.key;
  return use && byTime(use, first) < 0 ? use.key : undefined;
}

/** Whether a name such as `account/region/alias/name` is of an alias. */
export function isAlias({ name, account, region }: AliasSubject, named: string): boolean {
  const [itsAccount, itsRegion, ...rest] = named.split("/");
  return (
    rest.join("/") === name &&
    (account === undefined || account === itsAccount) &&
    (region === undefined || region === itsRegion)
  );
}

function byTime(one: Observation, other: Observation): number {
  return one.time !== other.time ? (one.time < other.time ? -1 : 1) : one.id < other.id ? -1 : 1;
}

function earlier(one: string | undefined, other: string): string {
  return one !== undefined && one < other ? one : other;
}
