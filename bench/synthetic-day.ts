import Table from "cli-table3";
import { detectionSettingsSchema, detections, search } from "../shared/detection/index.ts";
import { severities } from "../shared/findings/index.ts";
import type { CloudTrailRecord } from "../shared/trail/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { round } from "./statistics.ts";
import { type Score, score } from "./synthetic-account/score.ts";
import { surroundings } from "./synthetic-account/surroundings.ts";
import { traffic } from "./synthetic-account/traffic.ts";

/** As many as the stack's queue hands over at once. */
const batchSize = 1_000;

/** A Monday: the measured day is a working day. */
const from = new Date("2026-03-02T00:00:00Z");

/**
 * What the detections find of the attacks planted in a day of a synthetic account, after weeks to learn from, and how
 * much of what is harmless they tell of. Goal: all attacks, and under one false alert a day.
 */
export const syntheticDay: Benchmark = async (onProgress, { events = 100_000, days = 45, seed = 1 }) => {
  const settings = detectionSettingsSchema.parse(surroundings);
  const all = detections(settings);
  const { records, planted, measured } = traffic({ seed, from, days, eventsPerDay: events });
  const { add, end } = search(all, settings);
  let [seen, day] = [0, ""];
  for (const batch of batches(records)) {
    await add(batch);
    seen += batch.length;
    const today = batch[0]?.eventTime.slice(0, 10) ?? day;
    if (today !== day) onProgress(`${today}, ${seen} events so far`);
    day = today;
  }
  const scored = score(await end(), planted, { measured });
  const falseAlerts = Object.fromEntries(
    severities.map((severity) => [
      severity,
      scored.falseAlerts.filter((finding) => finding.severity === severity).length,
    ]),
  );
  const figures = {
    seed,
    days,
    events: seen,
    attacks: planted.length,
    found: scored.found.size,
    recall: round(scored.recall),
    missed: scored.missed,
    falseAlerts,
    falseAlertsByRule: Object.fromEntries(scored.falseAlertsByRule),
  };
  return { figures, table: tableOf(scored, figures) };
};

function* batches(records: Iterable<CloudTrailRecord>): Generator<CloudTrailRecord[]> {
  let batch: CloudTrailRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function tableOf(
  { missed, found, falseAlerts }: Score,
  { attacks, recall, events, days }: { attacks: number; recall: number; events: number; days: number },
): string {
  const attacksTable = new Table({ head: ["attack", "found by"], style: { head: [], border: [] } });
  for (const [id, rules] of found) attacksTable.push([id, rules.join("\n")]);
  for (const id of missed) attacksTable.push([id, "MISSED"]);
  const alertsTable = new Table({
    head: ["false alert", "severity", "about", "why"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [34, 15, 40, 60],
  });
  for (const { ruleId, severity, entity, why } of falseAlerts)
    alertsTable.push([ruleId, severity, entity, why]);
  return [
    attacksTable.toString(),
    `${attacks - missed.length} of ${attacks} attacks found (recall ${recall}) among ${events.toLocaleString("en")} events of ${days} days.`,
    ...(falseAlerts.length > 0 ? [alertsTable.toString()] : []),
    `${falseAlerts.length} false alerts on the measured day.`,
  ].join("\n");
}
