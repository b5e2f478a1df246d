import type { CloudTrailRecord } from "../trail/index.ts";

/** Finds what wants an event, without asking the others. */
export type EventIndex<T> = (record: CloudTrailRecord) => readonly T[];

/** What says which events it wants. */
interface Wanting {
  wants: readonly { source: string; names?: readonly string[] }[];
}

/**
 * Indexes detections by event source and name. Asking allocates nothing: most events of an account are wanted by nobody.
 *
 * @param toEntry what is found in the place of a detection
 */
export function indexByEvent<D extends Wanting, T>(
  detections: readonly D[],
  toEntry: (detection: D) => T,
): EventIndex<T> {
  const sources = new Map<string, { named: Map<string, T[]>; others: T[] }>();
  const wanted = detections.flatMap((detection) => {
    const entry = toEntry(detection);
    return detection.wants.map(({ source, names }) => ({ source, names, entry }));
  });
  for (const { source, names, entry } of wanted) {
    const of = sources.get(source) ?? { named: new Map<string, T[]>(), others: [] };
    sources.set(source, of);
    if (!names) of.others.push(entry);
    for (const name of names ?? []) push(of.named, name, entry);
  }
  for (const { named, others } of sources.values()) {
    for (const [name, entries] of named) named.set(name, [...new Set([...entries, ...others])]);
  }
  return ({ eventSource, eventName }) => {
    const of = sources.get(eventSource);
    return of ? (of.named.get(eventName) ?? of.others) : nobody;
  };
}

const nobody: readonly never[] = [];

function push<T>(map: Map<string, T[]>, key: string, entry: T): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}
