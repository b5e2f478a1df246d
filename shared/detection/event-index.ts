import type { CloudTrailRecord } from "../trail/index.ts";

/** Finds what wants an event, without asking the others. */
export type EventIndex<T> = (record: CloudTrailRecord) => readonly T[];

/** As the source of wanted events: whatever the source. */
export const anySource = "*";

/** What says which events it wants. */
interface Wanting {
  wants: readonly { source: string; names?: readonly string[] }[];
}

/** Who wants events of one source: those of a name, and those of any other. */
interface Wanted<T> {
  named: Map<string, T[]>;
  others: T[];
}

/**
 * Indexes detections by event source and name; the case of letters does not matter, since it does not in the rules that
 * others write. Asking collects nothing: most events of an account are wanted by nobody.
 *
 * @param toEntry what is found in the place of a detection
 */
export function indexByEvent<D extends Wanting, T>(
  detections: readonly D[],
  toEntry: (detection: D) => T,
): EventIndex<T> {
  const sources = new Map<string, Wanted<T>>();
  const whatever: Wanted<T> = { named: new Map(), others: [] };
  sources.set(anySource, whatever);
  for (const detection of detections) {
    const entry = toEntry(detection);
    for (const { source, names } of detection.wants) {
      const of = sources.get(source.toLowerCase()) ?? { named: new Map<string, T[]>(), others: [] };
      sources.set(source.toLowerCase(), of);
      if (!names && !of.others.includes(entry)) of.others.push(entry);
      for (const name of names ?? []) push(of.named, name.toLowerCase(), entry);
    }
  }
  for (const of of sources.values()) if (of !== whatever) add(whatever, of);
  for (const { named, others } of sources.values()) {
    for (const [name, entries] of named) named.set(name, [...new Set([...entries, ...others])]);
  }
  addAsWritten(sources, detections);
  return ({ eventSource, eventName }) => {
    const { named, others } = sources.get(eventSource) ?? sources.get(eventSource.toLowerCase()) ?? whatever;
    return named.get(eventName) ?? named.get(eventName.toLowerCase()) ?? others;
  };
}

/** Lets events be found as they are wanted too: nearly all are written as AWS writes them, and so are the wishes. */
function addAsWritten<T>(sources: Map<string, Wanted<T>>, detections: readonly Wanting[]): void {
  for (const { source, names = [] } of detections.flatMap(({ wants }) => wants)) {
    const of = sources.get(source.toLowerCase());
    if (!of) continue;
    sources.set(source, of);
    for (const name of names) of.named.set(name, of.named.get(name.toLowerCase()) ?? of.others);
  }
}

/** Lets who wants events of whatever source want those of one. */
function add<T>({ named, others }: Wanted<T>, to: Wanted<T>): void {
  for (const [name, entries] of named) for (const entry of entries) push(to.named, name, entry);
  for (const entry of others) if (!to.others.includes(entry)) to.others.push(entry);
}

function push<T>(map: Map<string, T[]>, key: string, entry: T): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}
