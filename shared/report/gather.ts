import {
  type AuditEngine,
  type AuditProgress,
  aliasChanges,
  isWithin,
  once,
  type Period,
} from "../audit/index.ts";
import type { Detection, DetectionSettings } from "../detection/index.ts";
import type { WantedEvents } from "../trail/index.ts";
import { aliasesWithin } from "./aliases.ts";
import { bucketsOf } from "./buckets.ts";
import { findingsWithin } from "./findings.ts";
import type { Report } from "./report.ts";
import { rotationHealth } from "./rotation/health.ts";
import type { RotationInAccount } from "./rotation/in-account.ts";
import { rotationEvents, rotationsWithin } from "./rotation/in-trail.ts";
import { uses, useWithin } from "./use.ts";

/** What a report is about. */
export interface ReportSettings {
  period: Period;
  /** IANA name of the zone that times are shown in. */
  timeZone: string;
  now: Date;
  /** Where the records come from, as it was given. */
  source: string;
  /** What may be missing, beside what the engine tells. */
  notes?: readonly string[];
  /** What records are searched for, where the engine has them at hand. */
  detections: readonly Detection[];
  settings: DetectionSettings;
  /** What the account itself tells, where it was asked. */
  account?: { rotation?: readonly RotationInAccount[]; aliases: ReadonlyMap<string, string> } | undefined;
  /** Ends it early, with what was found up to then. */
  signal?: AbortSignal;
  onProgress?: (progress: AuditProgress) => void;
}

/** Problems that are told one by one. */
const mostProblems = 100;

/** Goes over the records of a period once, for all that a report shows. */
export async function gatherReport(engine: AuditEngine, asked: ReportSettings): Promise<Report> {
  const { period, timeZone, now, source, detections, settings, account, signal, onProgress } = asked;
  const buckets = bucketsOf(period, timeZone);
  const [use, aliases, rotations] = [useWithin(buckets), aliasesWithin(), rotationsWithin()];
  const search = findingsWithin(engine, detections, settings);
  const isFirst = once();
  const within = isWithin(period);
  const problems: string[] = [];
  let [seen, counted, problemCount] = [0, 0, 0];

  const events = bySource([...uses, aliasChanges, rotationEvents, ...search.wants]);
  for await (const batch of engine.events({ period, events, records: true })) {
    if (signal?.aborted) break;
    seen += batch.seen;
    problemCount += batch.problems.length;
    problems.push(...batch.problems.slice(0, mostProblems - problems.length).map(({ message }) => message));
    for (const event of batch.events) {
      if (!within(event.time) || !isFirst(event.id)) continue;
      counted += 1;
      for (const reduction of [use, aliases, rotations]) reduction.add(event);
    }
    if (batch.records) await search.add(batch.records.filter(({ eventTime }) => within(eventTime)));
    onProgress?.({ seen, counted });
  }

  const { resources, principals, pairs, ...used } = use.answer(aliases.answer(account?.aliases ?? new Map()));
  const found = await search.end();
  const secrets = resources.filter(({ kind }) => kind === "secret").map(({ name }) => name);
  return {
    generated: now.toISOString(),
    period: { from: period.from.toISOString(), to: period.to.toISOString() },
    timeZone,
    source,
    seen,
    counted: used.counted,
    notes: [
      ...(asked.notes ?? []),
      ...((await engine.notes?.(period)) ?? []),
      ...found.notes,
      ...(used.hasMore ? ["There is more than is listed: the first by name."] : []),
    ],
    problems,
    problemCount,
    buckets: { unit: buckets.unit, starts: buckets.starts },
    resources,
    principals,
    pairs,
    ...(found.findings && { findings: found.findings }),
    rotation: {
      from: account?.rotation ? "secrets manager" : "trail",
      secrets: rotationHealth({
        trail: rotations.answer(),
        account: account?.rotation,
        used: secrets,
        now,
      }),
    },
  };
}

/** One wish for each source: an engine may ask for each by itself. */
function bySource(wants: readonly WantedEvents[]): WantedEvents[] {
  const sources = new Map<string, Set<string> | "all">();
  for (const { source, names } of wants) {
    const known = sources.get(source);
    if (known === "all" || !names) sources.set(source, "all");
    else sources.set(source, new Set([...(known ?? []), ...names]));
  }
  return [...sources].map(([source, names]) =>
    names === "all" ? { source } : { source, names: [...names] },
  );
}
