import pLimit from "p-limit";
import pRetry from "p-retry";
import type { Finding, Signal } from "../finding.ts";
import { join } from "./join.ts";
import { keyOf, type Situation } from "./situation.ts";
import type { SituationStore, Stored, ToStore } from "./store.ts";
import { findingsOf } from "./to-finding.ts";

/** How long a closed situation is kept, in seconds: longer than a queue of records holds one back. */
const keepSeconds = 5 * 86_400;

/** Bytes that the situations of a key may fill: DynamoDB's limit is 400 KB for an item. */
const mostBytes = 300_000;

/** When a closing that nobody confirmed is told again, in seconds. */
const tellAgainSeconds = 300;

/** Keys written at once. */
const atOnce = 16;

/** Others keep writing the same situation; to be tried again with the same signals, which counts nothing twice. */
export class SituationConflictError extends Error {
  override name = "SituationConflictError";
}

/** Joins signals into findings, and closes them. */
export interface Situations {
  /**
   * @returns the findings that the signals belong to, as of now, also those that they do not change: whoever stored
   *   them may have died before they were published. Id and revision tell what has been published already.
   * @throws SituationConflictError
   */
  merge(signals: readonly Signal[], now: Date): Promise<Finding[]>;
  /**
   * @returns the findings of which nothing was seen any more; again some minutes later, until `published` is told
   * @throws SituationConflictError
   */
  close(now: Date): Promise<Finding[]>;
  /** To be told that findings are on the bus; those that are closed are not returned by `close` any more. */
  published(findings: readonly Finding[], now: Date): Promise<void>;
}

/** Situations kept in a store, by however many functions at once. */
export function situations(store: SituationStore): Situations {
  const { regions } = store;
  const limit = pLimit(atOnce);
  const keyIn = (of: Signal | Finding) => keyOf(of, regions);

  /** Changes what is stored of a key, and again from the start as long as others come in between. */
  const change = (
    key: string,
    now: Date,
    known: Stored | undefined,
    apply: (stored: readonly Situation[]) => { situations: readonly Situation[]; findings: Finding[] },
  ) => {
    let before = known;
    return limit(() =>
      pRetry(
        async (attempt) => {
          if (attempt > 1) before = (await store.read([key])).get(key);
          const { situations: after, findings } = apply(before?.situations ?? []);
          const looked = before?.lookAt !== undefined && Date.parse(before.lookAt) <= now.getTime();
          if (!looked && isSame(before?.situations ?? [], after)) return findings;
          if (await store.write(key, before, toStore(before, after, now))) return findings;
          throw new SituationConflictError("Others keep changing the same finding. Try again.");
        },
        { retries: 12, minTimeout: 5, maxTimeout: 500, randomize: true, shouldRetry: isConflict },
      ),
    );
  };

  return {
    merge: async (signals, now) => {
      const byKey = Map.groupBy(signals, keyIn);
      const known = await store.read([...byKey.keys()]);
      const findings = await Promise.all(
        [...byKey].map(([key, ofKey]) =>
          change(key, now, known.get(key), (stored) => {
            const joined = join(stored, ofKey, now, regions);
            return { situations: joined.situations, findings: joined.touched.flatMap(findingsOf) };
          }),
        ),
      );
      return findings.flat();
    },
    close: async (now) => {
      const keys = await store.due(now);
      const known = await store.read(keys);
      const findings = await Promise.all(
        [...known].map(([key, before]) =>
          change(key, now, before, (stored) => {
            const closed = stored.map((situation) =>
              isDue(situation, now) ? close(situation, now) : situation,
            );
            const changed = closed.filter((situation) => !stored.includes(situation));
            return { situations: closed, findings: changed.flatMap(findingsOf) };
          }),
        ),
      );
      return findings.flat();
    },
    published: async (findings, now) => {
      const closed = findings.filter(({ status, supersededBy }) => status === "CLOSED" && !supersededBy);
      const byKey = Map.groupBy(closed, keyIn);
      const known = await store.read([...byKey.keys()]);
      await Promise.all(
        [...known].map(([key, before]) =>
          change(key, now, before, (stored) => ({
            situations: stored.map((situation) => {
              const told = byKey.get(key)?.some((finding) => isRevision(finding, situation));
              return told && situation.due ? confirmed(situation) : situation;
            }),
            findings: [],
          })),
        ),
      );
    },
  };
}

function isRevision({ id, revision }: Finding, situation: Situation): boolean {
  return id === situation.id && revision === situation.revision;
}

function isDue({ due }: Situation, now: Date): boolean {
  return due !== undefined && Date.parse(due) <= now.getTime();
}

/** Closes a situation; one that is closed already is to be told again, as the revision that it was. */
function close(situation: Situation, now: Date): Situation {
  const due = new Date(now.getTime() + tellAgainSeconds * 1_000).toISOString();
  if (situation.closed) return { ...situation, due };
  const updatedAt = new Date(Math.max(now.getTime(), Date.parse(situation.updatedAt) + 1)).toISOString();
  return { ...situation, closed: true, revision: situation.revision + 1, updatedAt, due };
}

function confirmed({ due: _, ...situation }: Situation): Situation {
  return situation;
}

function isSame(before: readonly Situation[], after: readonly Situation[]): boolean {
  return before.length === after.length && before.every((situation) => after.includes(situation));
}

function toStore(before: Stored | undefined, after: readonly Situation[], now: Date): ToStore {
  const kept = prune(after, now);
  const due = kept.flatMap((situation) => situation.due ?? []).sort()[0];
  // An appointment that comes too early is moved when it has come: each event moves the end, and would cost a write.
  const planned = before?.lookAt;
  const stands =
    planned !== undefined && due !== undefined && planned <= due && Date.parse(planned) > now.getTime();
  const last = Math.max(
    now.getTime(),
    ...kept.map((situation) => Date.parse(situation.due ?? situation.updatedAt)),
  );
  return {
    situations: kept,
    lookAt: stands ? planned : due,
    keepUntil: new Date(last + keepSeconds * 1_000),
  };
}

/** Leaves out what is long over, and the oldest of what is too much for an item. */
function prune(all: readonly Situation[], now: Date): Situation[] {
  const oldest = now.getTime() - keepSeconds * 1_000;
  const kept = all
    .filter(({ due, updatedAt }) => due !== undefined || Date.parse(updatedAt) > oldest)
    .sort((one, other) => Date.parse(other.lastSeen) - Date.parse(one.lastSeen));
  if (kept.length === 1) return kept;
  let room = mostBytes;
  return kept.filter((situation, at) => {
    room -= Buffer.byteLength(JSON.stringify(situation));
    return at === 0 || room > 0;
  });
}

function isConflict({ error }: { error: Error }): boolean {
  return error instanceof SituationConflictError;
}
