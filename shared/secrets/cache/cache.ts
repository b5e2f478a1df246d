import { LRUCache } from "lru-cache";
import { SecretUnavailableError } from "../errors.ts";
import { type Clock, TimeOverError, within } from "./clock.ts";
import { type Counters, noCounts, type OnCount } from "./counters.ts";
import { type Entry, isFresh, isPausing, isServable, isYoung, keep, keepFailure } from "./entry.ts";
import type { CacheSettings } from "./settings.ts";

/** What a cache lives on. */
export interface CacheWorld<V> {
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
  /** Reads a value. */
  load: (key: string, signal: AbortSignal) => Promise<V>;
  /** Whether a failure is an answer (there is no such value, or no right to it), not a lack of one. */
  isFinal: (error: unknown) => boolean;
  onCount?: OnCount | undefined;
}

/** Values by key, each read once for any number of readers. */
export interface Cache<V> {
  /** The value at hand, or a new one. */
  get(key: string): Promise<V>;
  /** The value at hand if its time is not over; starts no call. */
  peek(key: string): V | undefined;
  /** Reads the value anew, whatever is at hand; those who wait already share the call. */
  renew(key: string): Promise<V>;
  /** Reads what is missing or expired of many with one call; says nothing of failures: the next `get` does. */
  fill(keys: readonly string[], loadMany: LoadMany<V>): Promise<void>;
  /** Forgets the values that are meant, and the calls under way for them; returns how many. */
  drop(isMeant: (key: string, value: V | undefined) => boolean): number;
  counters(): Readonly<Counters>;
  size(): number;
}

/** Reads many values with one call: each that it brought, or why it could not be read; what is absent was not told of. */
export type LoadMany<V> = (
  keys: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, V | Error>>;

/** Makes an empty cache. */
export function createCache<V>(settings: CacheSettings, world: CacheWorld<V>): Cache<V> {
  const { clock } = world;
  const entries = new LRUCache<string, Entry<V>>({ max: settings.maxItems });
  const counters = noCounts();
  const count: OnCount = (counter) => {
    counters[counter] += 1;
    world.onCount?.(counter);
  };

  const entryOf = (key: string) => {
    const known = entries.get(key);
    if (known) return known;
    const entry: Entry<V> = {};
    entries.set(key, entry);
    return entry;
  };

  /** An entry that was dropped meanwhile is nobody's: what is stored in it is not seen any more. */
  const follow = (entry: Entry<V>, reading: Promise<V>): Promise<V> => {
    const loading = reading
      .then(
        (content) => {
          keep(entry, content, settings, world);
          return content;
        },
        (error: unknown) => {
          keepFailure(entry, { error, final: world.isFinal(error) }, settings, clock);
          throw error;
        },
      )
      .finally(() => {
        entry.loading = undefined;
      });
    entry.loading = loading;
    entry.loadingSinceMs = clock.monotonicMs();
    // Whether anybody waits for it or not, a failure is kept in the entry.
    loading.catch(() => {});
    return loading;
  };

  const call = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    count("calls");
    try {
      return await within(clock, settings.timeoutSeconds * 1_000, work);
    } catch (error) {
      count("failures");
      if (!(error instanceof TimeOverError)) throw error;
      throw new SecretUnavailableError(
        `${error.message} Check the network and the endpoint; it is tried again.`,
      );
    }
  };

  const load = (key: string, entry: Entry<V>) =>
    entry.loading ??
    follow(
      entry,
      call((signal) => world.load(key, signal)),
    );

  const served = (content: V) => {
    count("staleServed");
    return content;
  };

  const missing = async (key: string, entry: Entry<V>): Promise<V> => {
    if (isPausing(entry.failure, clock) && !entry.loading) {
      if (isServable(entry.value, settings, clock)) return served(entry.value.content);
      count("negativeHits");
      throw entry.failure.error;
    }
    count("misses");
    const loading = load(key, entry);
    const stale = entry.value;
    if (!isServable(stale, settings, clock)) return loading;
    const waitedMs = clock.monotonicMs() - (entry.loadingSinceMs ?? 0);
    const patienceMs = settings.patienceSeconds * 1_000 - waitedMs;
    if (patienceMs <= 0) return served(stale.content);
    try {
      return await within(clock, patienceMs, () => loading);
    } catch (error) {
      // A final failure took the value away: there is nothing to serve.
      if (entry.value !== stale) throw error;
      return served(stale.content);
    }
  };

  return {
    get: async (key) => {
      const entry = entryOf(key);
      const { value } = entry;
      if (value && isYoung(value, clock)) {
        count("hits");
        return value.content;
      }
      if (!value || !isFresh(value, clock)) return missing(key, entry);
      count("hits");
      if (!entry.loading && !isPausing(entry.failure, clock)) {
        count("refreshes");
        load(key, entry).catch(() => {});
      }
      return value.content;
    },
    peek: (key) => {
      const value = entries.peek(key)?.value;
      return value && isFresh(value, clock) ? value.content : undefined;
    },
    renew: (key) => {
      count("refreshes");
      return load(key, entryOf(key));
    },
    fill: async (keys, loadMany) => {
      const wanted = keys.filter((key) => {
        const { value, loading, failure } = entryOf(key);
        return !loading && !isPausing(failure, clock) && !(value && isFresh(value, clock));
      });
      if (wanted.length === 0) return;
      // Nobody has to wait for what can be served expired: `get` does, for its patience.
      const awaited = wanted.filter((key) => !isServable(entryOf(key).value, settings, clock));
      const reading = call((signal) => loadMany(wanted, signal)).catch((error: unknown) => {
        if (world.isFinal(error)) return new Map<string, V | Error>();
        throw error;
      });
      // What the one call says nothing of is asked for by itself.
      const one = async (key: string) => {
        const found = (await reading).get(key) ?? (await call((signal) => world.load(key, signal)));
        if (found instanceof Error) throw found;
        return found;
      };
      const loadings = new Map(wanted.map((key) => [key, follow(entryOf(key), one(key))]));
      await Promise.allSettled(awaited.map((key) => loadings.get(key)));
    },
    drop: (isMeant) => {
      const keys = [...entries.entries()].flatMap(([key, { value }]) =>
        isMeant(key, value?.content) ? [key] : [],
      );
      for (const key of keys) entries.delete(key);
      return keys.length;
    },
    counters: () => counters,
    size: () => entries.size,
  };
}
