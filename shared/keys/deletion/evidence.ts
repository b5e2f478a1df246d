import { type Answered, type AuditEngine, ask, type StillUsed, stillUsed } from "../../audit/index.ts";
import { aliasesOf } from "../aliases.ts";
import { type DependentClients, type Dependents, dependentsOf } from "../dependents/index.ts";
import type { Key } from "../resolve.ts";
import { type LastUsage, lastUsageOf } from "./last-usage.ts";

/** All that tells whether a key is needed. */
export interface Evidence {
  key: Key;
  aliases: string[];
  dependents: Dependents;
  /** From when on the trail was asked. */
  from: Date;
  trail: Answered<StillUsed>;
  lastUsage: LastUsage;
}

/** How evidence is gathered. */
export interface EvidenceSettings {
  /** The trail; that of the key's own account and Region. */
  engine: AuditEngine;
  from: Date;
  now: Date;
  onProgress?: (progress: { seen: number; counted: number }) => void;
}

/** So many events of a key that is enabled are enough: it is in use, and to read millions more would tell nothing else. */
const enoughEvents = 2_000;

/**
 * Gathers what tells whether a key is needed. What could not be looked at stands in it as such.
 *
 * @param clients of the key's account and Region
 * @throws KeyPermissionError if not even the aliases can be listed
 */
export async function evidenceOf(
  clients: DependentClients,
  key: Key,
  { engine, from, now, onProgress }: EvidenceSettings,
): Promise<Evidence> {
  const { arn, id } = key;
  const aliases = await aliasesOf(clients.kms, key);
  const enough = new AbortController();
  const [dependents, trail, lastUsage] = await Promise.all([
    dependentsOf(clients, { arn, aliases }),
    ask(
      engine,
      stillUsed({ kind: "key", id, arn }),
      { from, to: now },
      {
        signal: enough.signal,
        onProgress: (progress) => {
          // Of a disabled key the trail must be read to its end: it tells since when it is.
          if (key.state === "Enabled" && progress.counted >= enoughEvents) enough.abort();
          onProgress?.(progress);
        },
      },
    ),
    lastUsageOf(clients.kms, key),
  ]);
  return { key, aliases, dependents, from, trail: enough.signal.aborted ? cut(trail) : trail, lastUsage };
}

/** What is to be known of an answer that is not from all of the trail. Without a use in it, it proves nothing. */
function cut(trail: Answered<StillUsed>): Answered<StillUsed> {
  const what = `The trail was read up to ${trail.counted.toLocaleString("en")} events about the key, and has more.`;
  if (trail.answer.uses.length > 0) return { ...trail, notes: [...trail.notes, what] };
  const problems = [
    ...trail.problems,
    new Error(`${what} Among those were no uses: ask for a shorter time.`),
  ];
  return { ...trail, problems, problemCount: trail.problemCount + 1 };
}
