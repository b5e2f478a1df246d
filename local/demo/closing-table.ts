import Table from "cli-table3";
import type { Demo } from "./run.ts";

const style = { head: [], border: [] };

/** What the demonstration did, as tables for people. */
export function closingTables(demo: Demo, totalSeconds: number): string {
  return [
    "Labels of the secret's versions",
    labelTable(demo).toString(),
    "Phases, in milliseconds",
    phaseTable(demo).toString(),
    "Alert",
    alertTable(demo).toString(),
    "Time",
    timeTable(demo, totalSeconds).toString(),
  ].join("\n");
}

function labelTable({ labels }: Demo): Table.Table {
  const table = new Table({ head: ["version", ...labels.map(({ when }) => when)], style });
  const versions = [...new Set(labels.flatMap((moment) => Object.keys(moment.labels)))];
  for (const version of versions) {
    table.push([
      version.slice(0, 8),
      ...labels.map((moment) => (moment.labels[version] ?? []).join(" ") || "–"),
    ]);
  }
  return table;
}

function phaseTable({ rotations }: Demo): Table.Table {
  const phases = Object.keys(rotations[0]?.phasesMs ?? {});
  const table = new Table({ head: ["rotation", ...phases, "new password", "old password"], style });
  for (const rotation of rotations) {
    table.push([
      rotation.by,
      ...phases.map((phase) => rotation.phasesMs[phase] ?? "–"),
      rotation.newPasswordWorks ? "logs in" : "REFUSED",
      rotation.oldPasswordRefused ? "refused" : "STILL LOGS IN",
    ]);
  }
  return table;
}

function alertTable({ alert }: Demo): Table.Table {
  const table = new Table({ style, colWidths: [12, 90], wordWrap: true });
  if (!alert) return table;
  table.push(
    { who: alert.principal },
    { what: `${alert.eventName} on ${alert.resource}` },
    { when: `${alert.lastSeen}, alerted ${alert.secondsAfterCall} s after the call` },
    { why: alert.why },
    { detection: alert.ruleId },
  );
  return table;
}

function timeTable({ seconds }: Demo, total: number): Table.Table {
  const table = new Table({ head: ["set-up", "deployment", "rotations and alert", "in all"], style });
  const rest = Math.round((total - seconds.setup - seconds.deploy) * 10) / 10;
  table.push([`${seconds.setup} s`, `${seconds.deploy} s`, `${rest} s`, `${total} s`]);
  return table;
}
