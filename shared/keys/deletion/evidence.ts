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
  const [dependents, trail, lastUsage] = await Promise.all([
    dependentsOf(clients, { arn, aliases }),
    ask(engine, stillUsed({ kind: "key", id, arn }), { from, to: now }, onProgress ? { onProgress } : {}),
    lastUsageOf(clients.kms, key),
  ]);
  return { key, aliases, dependents, from, trail, lastUsage };
}
