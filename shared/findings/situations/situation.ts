import { createHash } from "node:crypto";
import * as z from "zod";
import { findingId, mostEventIds, mostResources, type Signal, severities, signalSchema } from "../finding.ts";

/** Events that are counted one by one; beyond it a count is "at least". */
export const mostCounted = 1_000;

/** Longest text that is kept: some of it, such as a user agent, is written by whoever makes the call. */
const longestText = 2_048;

/** Of two signals about a situation, the one that tells the reader more speaks for it. */
const leadSchema = signalSchema.omit({ firstSeen: true, eventIds: true, resources: true });

/** What is known of a situation, however its signals came. */
export const contentSchema = z.object({
  lead: leadSchema,
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  /** Hashes of the ids of the events that signals name completely, up to `mostCounted`. */
  counted: z.array(z.string()),
  /** The largest count of a signal that does not name all its events. */
  largest: z.int().min(0),
  /** The latest events, the last one first. */
  latest: z.array(z.object({ id: z.string(), at: z.iso.datetime() })),
  resources: z.array(z.string()),
  quietSeconds: z.int().positive(),
});

/** What is known of a situation, however its signals came. */
export type Content = z.infer<typeof contentSchema>;

/** A situation as it is stored: what is known of it, and how far its finding has got. */
export const situationSchema = contentSchema.extend({
  id: z.string(),
  revision: z.int().positive(),
  updatedAt: z.iso.datetime(),
  closed: z.boolean(),
  /** When it is to be looked at: to close it, or to say again that it is closed. */
  due: z.iso.datetime().optional(),
  /** Findings that this one continues, with the revision that says so. */
  supersedes: z.array(z.object({ id: z.string(), revision: z.int().positive() })),
});

/** A situation as it is stored: what is known of it, and how far its finding has got. */
export type Situation = z.infer<typeof situationSchema>;

/** What is known of a situation, without how far its finding has got. */
export function contentIn(situation: Situation): Content {
  const { lead, firstSeen, lastSeen, counted, largest, latest, resources, quietSeconds } = situation;
  return { lead, firstSeen, lastSeen, counted, largest, latest, resources, quietSeconds };
}

/** What signals must have in common to be one situation. */
type Common = Pick<Signal, "ruleId" | "accountId" | "region" | "entity">;

/**
 * Where situations are told apart by region: one function sees one region. Who sees several at once, as in log files,
 * finds what a principal does in all of them; a key or a secret is of one region, and names it.
 */
export type Regions = "apart" | "together";

/** What signals must have in common to be one situation. */
export function keyOf(signal: Common, regions: Regions): string {
  return findingId(...commonOf(signal, regions));
}

/**
 * The deduplication key, which is the finding's id. Time is cut into pieces as long as the pause that separates two
 * situations, so that no two of them begin in the same piece, and a first event that comes late by less than that
 * mostly leaves the id as it is.
 */
export function idOf({ lead, firstSeen, quietSeconds }: Content, regions: Regions): string {
  const piece = Math.floor(Date.parse(firstSeen) / (quietSeconds * 1_000));
  return findingId(...commonOf(lead, regions), String(quietSeconds), String(piece));
}

function commonOf({ ruleId, accountId, region, entity }: Common, regions: Regions): string[] {
  const isOfRegion = regions === "apart" || entity.includes(region);
  return [ruleId, accountId, isOfRegion ? region : "", entity.slice(0, longestText)];
}

/** What one signal tells of its situation. */
export function contentOf(signal: Signal): Content {
  const { firstSeen, lastSeen, eventIds, resources, quietSeconds, ...lead } = signal;
  // Where a signal names all its events each is counted; where it does not, only its own count is known.
  const namesAll = eventIds.length === signal.count;
  return {
    lead: leadSchema.parse(clipped({ ...lead, lastSeen })),
    firstSeen,
    lastSeen,
    counted: namesAll ? [...new Set(eventIds.map(hash))].sort() : [],
    largest: namesAll ? 0 : signal.count,
    latest: latestOf(eventIds.map((id) => ({ id, at: lastSeen }))),
    resources: firstOf(resources.map((resource) => resource.slice(0, longestText))),
    quietSeconds: Math.max(1, Math.ceil(quietSeconds)),
  };
}

/** What two parts of a situation tell together: the same, whichever comes first and however often. */
export function union(one: Content, other: Content): Content {
  return {
    lead: leads(one.lead, other.lead) ? one.lead : other.lead,
    firstSeen: earlier(one.firstSeen, other.firstSeen) ? one.firstSeen : other.firstSeen,
    lastSeen: earlier(one.lastSeen, other.lastSeen) ? other.lastSeen : one.lastSeen,
    counted: [...new Set([...one.counted, ...other.counted])].sort().slice(0, mostCounted),
    largest: Math.max(one.largest, other.largest),
    latest: latestOf([...one.latest, ...other.latest]),
    resources: firstOf([...one.resources, ...other.resources]),
    quietSeconds: Math.max(one.quietSeconds, other.quietSeconds),
  };
}

/** Whether no pause lies between two parts that would make them two situations. */
export function follow(one: Content, other: Content): boolean {
  const pause = Math.max(one.quietSeconds, other.quietSeconds) * 1_000;
  return (
    Date.parse(one.firstSeen) - Date.parse(other.lastSeen) <= pause &&
    Date.parse(other.firstSeen) - Date.parse(one.lastSeen) <= pause
  );
}

function clipped(values: object): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? value.slice(0, longestText) : value,
    ]),
  );
}

/** 48 bits: two of a thousand events are taken for one with a chance of two in a billion. */
function hash(eventId: string): string {
  return createHash("sha256").update(eventId).digest("base64url").slice(0, 8);
}

function leads(one: Content["lead"], other: Content["lead"]): boolean {
  const differences = [
    severities.indexOf(one.severity) - severities.indexOf(other.severity),
    Date.parse(one.lastSeen) - Date.parse(other.lastSeen),
    one.count - other.count,
  ];
  const first = differences.find((difference) => difference !== 0);
  return first === undefined ? JSON.stringify(one) >= JSON.stringify(other) : first > 0;
}

function earlier(one: string, other: string): boolean {
  const difference = Date.parse(one) - Date.parse(other);
  return difference < 0 || (difference === 0 && one <= other);
}

function latestOf(events: Content["latest"]): Content["latest"] {
  const byId = new Map<string, { id: string; at: string; time: number }>();
  for (const { id, at } of events) {
    const time = Date.parse(at);
    const known = byId.get(id);
    if (known && (known.time > time || (known.time === time && known.at > at))) continue;
    byId.set(id, { id, at, time });
  }
  return [...byId.values()]
    .sort((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1))
    .slice(0, mostEventIds)
    .map(({ id, at }) => ({ id, at }));
}

function firstOf(resources: readonly string[]): string[] {
  return [...new Set(resources)].sort().slice(0, mostResources);
}
