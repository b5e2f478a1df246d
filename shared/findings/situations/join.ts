import { isDeepStrictEqual } from "node:util";
import type { Signal } from "../finding.ts";
import { contentIn, contentOf, follow, idOf, type Regions, type Situation, union } from "./situation.ts";

/** Superseded findings that a situation remembers. */
const mostSuperseded = 20;

/** A part of the new state: what it tells, and the stored situations that went into it. */
interface Part {
  content: ReturnType<typeof contentOf>;
  origins: readonly Situation[];
  touched: boolean;
}

/**
 * Joins signals with the stored situations of their key. What comes out, but for revisions and their times, depends
 * only on which signals have been seen.
 *
 * @param signals all of one key
 * @returns all situations, and those among them that the signals belong to, whether or not they are changed by them
 */
export function join(
  stored: readonly Situation[],
  signals: readonly Signal[],
  now: Date,
  regions: Regions,
): { situations: Situation[]; touched: Situation[] } {
  let parts: Part[] = stored.map((situation) => ({
    content: contentIn(situation),
    origins: [situation],
    touched: false,
  }));
  for (const signal of signals) {
    const content = contentOf(signal);
    const near = parts.filter((part) => follow(part.content, content));
    parts = parts.filter((part) => !near.includes(part));
    parts.push({
      content: near.map((part) => part.content).reduce(union, content),
      origins: near.flatMap(({ origins }) => origins),
      touched: true,
    });
  }
  const joined = parts.map((part) => ({ situation: settle(part, now, regions), touched: part.touched }));
  return {
    situations: joined.map(({ situation }) => situation),
    touched: joined.filter(({ touched }) => touched).map(({ situation }) => situation),
  };
}

/** The situation that a part amounts to: as it was if it tells nothing new, else with its next revision. */
function settle({ content, origins }: Part, now: Date, regions: Regions): Situation {
  const [only, ...others] = origins;
  if (only && others.length === 0 && isDeepStrictEqual(contentIn(only), content)) return only;
  const id = idOf(content, regions);
  const same = origins.find((origin) => origin.id === id);
  const superseded = origins
    .filter((origin) => origin !== same)
    .map((origin) => ({ id: origin.id, revision: origin.revision + 1 }));
  // A clock that lags behind must not make a later revision look like the earlier one.
  const updated = Math.max(now.getTime(), ...origins.map(({ updatedAt }) => Date.parse(updatedAt) + 1));
  const quiet = content.quietSeconds * 1_000;
  return {
    ...content,
    id,
    revision: (same?.revision ?? 0) + 1,
    updatedAt: new Date(updated).toISOString(),
    closed: false,
    due: new Date(Math.max(updated, Date.parse(content.lastSeen)) + quiet).toISOString(),
    supersedes: [...origins.flatMap(({ supersedes }) => supersedes), ...superseded].slice(-mostSuperseded),
  };
}
