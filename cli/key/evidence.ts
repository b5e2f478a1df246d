import type { Command } from "commander";
import { subMilliseconds } from "date-fns";
import { type DependentClients, type Evidence, evidenceOf, type Key } from "../../shared/keys/index.ts";
import { showProgress } from "../audit/progress.ts";
import { openSource } from "../audit/source.ts";
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
  const progress = showProgress();
  const opened = await openSource({ source, fresh: true }, { from, to: now }, { now, report: progress.say });
  const { engine, notes, done } = opened;
  const evidence = await evidenceOf(clients, key, { engine, from, now, onProgress: progress.update });
  progress.stop();
  await done();
  return { ...evidence, trail: { ...evidence.trail, notes: [...notes, ...evidence.trail.notes] } };
}
