import type { AuditEngine, AuditProgress } from "../../shared/audit/index.ts";
import { showProgress } from "../audit/progress.ts";
import { openSource } from "../audit/source.ts";

/**
 * Opens the trail that a command about a key names, asks it, and shows on standard error how far it has come.
 *
 * @param period what is asked about: from then until now
 * @returns what `ask` gives, and what may be missing from it
 */
export async function askTrail<Answer>(
  source: string,
  { from, now }: { from: Date; now: Date },
  ask: (engine: AuditEngine, onProgress: (progress: AuditProgress) => void) => Promise<Answer>,
): Promise<{ answer: Answer; notes: string[] }> {
  const progress = showProgress();
  const { engine, notes, done } = await openSource(
    { source, fresh: true },
    { from, to: now },
    { now, report: progress.say },
  );
  const answer = await ask(engine, progress.update);
  progress.stop();
  await done();
  return { answer, notes };
}
