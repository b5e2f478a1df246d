import type { Command } from "commander";
import { subMilliseconds } from "date-fns";
import { type DependentClients, type Evidence, evidenceOf, type Key } from "../../shared/keys/index.ts";
import { askTrail } from "./ask-trail.ts";
import { parseDuration } from "./duration.ts";

/** The options for where uses are looked for, and how far back. */
export interface EvidenceOptions {
  source: string;
  quietFor: number;
}

/** Adds the options for where uses are looked for; the same for every command that takes a key out of use. */
export function withEvidence(command: Command): Command {
  return command
    .option(
      "--quiet-for <time>",
      "for how long nobody may have used it, such as 30d or 12h (default: 30d)",
      parseDuration,
      parseDuration("30d"),
    )
    .option(
      "--source <source>",
      "the trail: lookup, log files (a path, or s3://bucket/prefix), or a copy",
      "lookup",
    );
}

/** Gathers what tells whether a key is needed, and shows on standard error how far it has come. */
export async function gatherEvidence(
  clients: DependentClients,
  key: Key,
  { source, quietFor }: EvidenceOptions,
  now: Date,
): Promise<Evidence> {
  const from = subMilliseconds(now, quietFor);
  const { answer: evidence, notes } = await askTrail(source, { from, now }, (engine, onProgress) =>
    evidenceOf(clients, key, { engine, from, now, onProgress }),
  );
  return { ...evidence, trail: { ...evidence.trail, notes: [...notes, ...evidence.trail.notes] } };
}
