import type { LogFindings } from "../../shared/detection/index.ts";
import { type Finding, factsOf, severities } from "../../shared/findings/index.ts";
import { plain, plainJson } from "../plain.ts";

/** A finding as a program reads it: one line of JSON, in which nothing can steer a terminal. */
export function findingLine(finding: Finding): string {
  const { id, ruleId, title, severity, technique, status, firstSeen, lastSeen, count, atLeast } = finding;
  const { entity, principal, resources, accountId, region, eventIds, why, remedy } = finding;
  return plainJson({
    id,
    ruleId,
    title,
    severity,
    technique,
    status,
    firstSeen,
    lastSeen,
    count,
    atLeast,
    entity,
    principal,
    resources,
    accountId,
    region,
    eventIds,
    why,
    remedy,
  });
}

/** A finding for people: what, why, and the facts. What callers chose, such as a user agent, cannot steer the terminal. */
export function findingInWords(finding: Finding): string {
  const { severity, title, why, remedy, ruleId } = finding;
  return [
    `${severity.padEnd(13)} ${title}  (${ruleId})`,
    `  ${why}`,
    ...factsOf(finding).map(([label, value]) => `  ${label.padEnd(6)} ${value}`),
    `  To do  ${remedy}`,
    "",
  ]
    .map(plain)
    .join("\n");
}

/** How much was read, how fast, and how many findings there are of each severity. */
export function summaryInWords(
  { findings, seen, wanted }: LogFindings,
  {
    logs,
    unread,
    seconds,
    isInterrupted,
  }: { logs: number; unread: number; seconds: number; isInterrupted: boolean },
): string {
  const number = (value: number) => Math.round(value).toLocaleString("en");
  const plural = (count: number, one: string) => `${number(count)} ${one}${count === 1 ? "" : "s"}`;
  const counts = severities.toReversed().flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  return [
    `${plural(findings.length, "finding")}${counts.length > 0 ? `: ${counts.join(", ")}` : ""}.`,
    `${plural(seen, "event")} in ${plural(logs, "log")}, ${number(wanted)} of them looked at, in ${seconds.toFixed(1)} s (${number(seen / Math.max(seconds, 0.001))} a second).`,
    ...(isInterrupted ? ["Interrupted: not everything was read."] : []),
    ...(unread > 0 ? [`${plural(unread, "problem")}: not everything could be read.`] : []),
    "",
  ].join("\n");
}
