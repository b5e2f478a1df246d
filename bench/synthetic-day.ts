import Table from "cli-table3";
import { detectionSettingsSchema, detections, search } from "../shared/detection/index.ts";
import { type Finding, type Severity, severities } from "../shared/findings/index.ts";
import type { CloudTrailRecord } from "../shared/trail/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { round } from "./statistics.ts";
import { type Score, score } from "./synthetic-account/score.ts";
import { day } from "./synthetic-account/stream/timed.ts";
import { surroundings } from "./synthetic-account/surroundings.ts";
import { traffic } from "./synthetic-account/traffic.ts";

/** As many as the stack's queue hands over at once. */
const batchSize = 1_000;

/** A Monday: the measured day is a working day. */
const from = new Date("2026-03-02T00:00:00Z");

/** No detection learns for longer: from then on a day's false alerts are those of any day. */
const learningDays = 30;

/** People are sent what is at least so severe, unless they want it otherwise: `alertSeverity` in serverless.yml. The rest is on record. */
export const leastAlert: Severity = "LOW";

/**
 * What the detections find of the attacks planted in a day of a synthetic account, after weeks to learn from, and how
 * much of what is harmless they tell of. Goal: all attacks, by what people are sent, and under one false alert a day.
 */
export const syntheticDay: Benchmark = async (onProgress, { events = 100_000, days = 45, seed = 1 }) => {
  const settings = detectionSettingsSchema.parse(surroundings);
  const { records, planted, measured } = traffic({ seed, from, days, eventsPerDay: events });
  const { add, end } = search(detections(settings), settings);
  let [seen, today] = [0, ""];
  for (const batch of batches(records)) {
    await add(batch);
    seen += batch.length;
    const date = batch[0]?.eventTime.slice(0, 10) ?? today;
    if (date !== today) onProgress(`${date}, ${seen} events so far`);
    today = date;
  }
  const findings = await end();
  const scored = score(findings.filter(isAlert), planted, { measured });
  const { falseAlerts } = score(findings, planted, { measured });
  const learnt = new Date(Math.min(from.getTime() + learningDays * day, measured.from.getTime()));
  const settled = { from: learnt, until: measured.until };
  const settledDays = (settled.until.getTime() - settled.from.getTime()) / day;
  const ofSettled = score(findings, planted, { measured: settled });
  const aDay = (told: readonly Finding[]) => round(told.length / settledDays);
  const figures = {
    seed,
    days,
    events: seen,
    attacks: planted.length,
    found: scored.found.size,
    recall: round(scored.recall),
    missed: scored.missed,
    falseAlerts: bySeverity(falseAlerts),
    settledDays,
    falseAlertsADay: aDay(ofSettled.falseAlerts.filter(isAlert)),
    falseRecordsADay: aDay(ofSettled.falseAlerts.filter((finding) => !isAlert(finding))),
    falseByRule: Object.fromEntries(ofSettled.falseAlertsByRule),
  };
  return { figures, table: tableOf(scored, falseAlerts, figures) };
};

function isAlert({ severity }: Finding): boolean {
  return severities.indexOf(severity) >= severities.indexOf(leastAlert);
}

function bySeverity(findings: readonly Finding[]): Record<string, number> {
  return Object.fromEntries(
    severities.map((severity) => [
      severity,
      findings.filter((finding) => finding.severity === severity).length,
    ]),
  );
}

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

interface Figures {
  attacks: number;
  recall: number;
  events: number;
  days: number;
  settledDays: number;
  falseAlertsADay: number;
  falseRecordsADay: number;
}

function tableOf({ missed, found }: Score, falseAlerts: readonly Finding[], figures: Figures): string {
  const { attacks, recall, events, days, settledDays, falseAlertsADay, falseRecordsADay } = figures;
  const attacksTable = new Table({ head: ["attack", "found by"], style: { head: [], border: [] } });
  for (const [id, rules] of found) attacksTable.push([id, rules.join("\n")]);
  for (const id of missed) attacksTable.push([id, "MISSED"]);
  const alertsTable = new Table({
    head: ["told without an attack", "severity", "about", "why"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [34, 15, 40, 60],
  });
  for (const { ruleId, severity, entity, why } of falseAlerts)
    alertsTable.push([ruleId, severity, entity, why]);
  const alerts = falseAlerts.filter(isAlert).length;
  return [
    attacksTable.toString(),
    `${attacks - missed.length} of ${attacks} attacks found (recall ${recall}) among ${events.toLocaleString("en")} events of ${days} days.`,
    ...(falseAlerts.length > 0 ? [alertsTable.toString()] : []),
    `${alerts} false alerts on the measured day, and ${falseAlerts.length - alerts} for the record.`,
    `On an average day of the last ${settledDays}: ${falseAlertsADay} false alerts, and ${falseRecordsADay} for the record.`,
  ].join("\n");
}
