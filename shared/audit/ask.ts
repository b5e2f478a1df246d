import { wantedNames } from "../trail/index.ts";
import type { AuditEngine, Period, Want } from "./engine.ts";
import type { AuditEvent } from "./event/event.ts";
import { aliasChanges, kms } from "./event/operations.ts";
import { once } from "./once.ts";
import type { Question } from "./question.ts";
import { type AliasHistory, aliasHistory } from "./subject/alias-history.ts";
import { matches } from "./subject/matches.ts";
import type { AliasSubject } from "./subject/subject.ts";
import { isWithin } from "./within.ts";

/** How far a question has come. */
export interface AuditProgress {
  /** Events gone over, and those of them that counted. */
  seen: number;
  counted: number;
}

/** An answer, and what is to be known about it. */
export interface Answered<Answer> {
  answer: Answer;
  seen: number;
  counted: number;
  /** What could not be read, the first ones. */
  problems: Error[];
  /** How many there are in all. */
  problemCount: number;
  /** What may be missing from the answer, though all was read. */
  notes: string[];
}

/** The trail does not tell what key an alias stood for, so that uses of that key are missing. */
export class UnknownAliasError extends Error {
  override name = "UnknownAliasError";
}

/** How many problems are told one by one. */
const mostProblems = 100;

/** Asks an engine a question about a period. Each event counts once. */
export async function ask<Answer>(
  engine: AuditEngine,
  { wants, subject, isRefused, begin }: Question<Answer>,
  period: Period,
  { onProgress, signal }: { onProgress?: (progress: AuditProgress) => void; signal?: AbortSignal } = {},
): Promise<Answered<Answer>> {
  const problems: Error[] = [];
  let [problemCount, seen, counted] = [0, 0, 0];

  const goOver = async (want: Want, take: (event: AuditEvent) => void) => {
    const within = isWithin(want.period);
    for await (const batch of engine.events(want)) {
      if (signal?.aborted) break;
      seen += batch.seen;
      problemCount += batch.problems.length;
      problems.push(...batch.problems.slice(0, mostProblems - problems.length));
      for (const event of batch.events) if (within(event.time)) take(event);
      onProgress?.({ seen, counted });
    }
  };

  let history: AliasHistory | undefined;
  if (subject?.kind === "alias") {
    const told = aliasHistory(subject);
    // Without more to ask, calls that named the alias tell what it pointed at.
    const { aliases } = engine;
    const events = [aliases ? aliasChanges : { source: kms }];
    await goOver({ period: aliases?.period ?? period, events, subject }, told.add);
    history = told.history(await aliases?.targetNow(subject));
    // Logs that are read again tell what is wrong with them again.
    if (!aliases) {
      [problemCount, seen] = [0, 0];
      problems.length = 0;
    }
  }

  const isFirst = once();
  const isAbout = subject ? matches(subject, history?.spans) : () => true;
  const names = wantedNames(wants);
  const reduction = begin();
  await goOver({ period, events: wants, subject, spans: history?.spans, isRefused }, (event) => {
    const wanted = names(event.source);
    if (!wanted || (wanted !== "all" && !wanted(event.operation))) return;
    if ((isRefused && !event.denied) || !isAbout(event) || !isFirst(event.id)) return;
    counted += 1;
    reduction.add(event);
  });

  const untold = subject?.kind === "alias" && history ? whatIsUntold(subject, history, period) : undefined;
  if (untold) {
    problemCount += 1;
    problems.push(untold);
  }
  const notes = (await engine.notes?.(period)) ?? [];
  return { answer: reduction.answer(), seen, counted, problems, problemCount, notes };
}

function whatIsUntold(
  { name }: AliasSubject,
  { spans, unknownBefore }: AliasHistory,
  { from }: Period,
): UnknownAliasError | undefined {
  if (unknownBefore && Date.parse(unknownBefore) > from.getTime()) {
    return new UnknownAliasError(
      `What ${name} pointed at before ${unknownBefore} is not told: until then only calls that named it count. Ask for an earlier --from.`,
    );
  }
  if (spans.length > 0) return undefined;
  return new UnknownAliasError(
    `What ${name} points at is not told: only calls that named it count. Ask by the key's id or ARN.`,
  );
}
