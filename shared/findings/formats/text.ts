import type { Finding } from "../finding.ts";

/** SNS takes no longer subject. */
const longestSubject = 100;

/** One line about a finding: for the subject of an e-mail, which SNS wants in printable ASCII. */
export function subjectOf(finding: Finding): string {
  const { accountId, region } = finding;
  return `${headlineOf(finding)} (${accountId}, ${region})`
    .replaceAll(/[^\x20-\x7e]/g, "?")
    .slice(0, longestSubject);
}

/** One line: how severe, what, and whether it is over. */
export function headlineOf({ severity, status, title }: Finding): string {
  return `[${severity}]${status === "CLOSED" ? " Closed:" : ""} ${title}`;
}

/** What a reader is told line by line: a label and its value. */
export function factsOf(finding: Finding): [label: string, value: string][] {
  const facts: [string, string][] = [
    ["Who", finding.principal],
    ["What", finding.eventName],
    ["On", finding.resources.join(", ") || finding.entity],
    ["When", whenOf(finding)],
    ["From", `${finding.sourceIPAddress} (${finding.userAgent})`],
    ["Where", `account ${finding.accountId}, ${finding.region}`],
  ];
  return facts.map(([label, value]) => [label, oneLine(value)]);
}

/** Control and format characters, and separators of lines: with them a value could pass for further lines of the alert. */
const breaking = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text that callers may have written a part of, such as names in an encryption context, as one line. */
export function oneLine(text: string): string {
  return text.replaceAll(breaking, "\u{fffd}");
}

/** Where a finding has got to, in words; undefined while there is nothing to say but that it is there. */
export function courseOf({ status, count, atLeast, supersedes, supersededBy }: Finding): string | undefined {
  if (supersededBy) return `Late events belong to it: it continues as finding ${supersededBy}.`;
  if (status === "CLOSED")
    return `Nothing of it was seen any more: ${atLeast ? "at least " : ""}${count} ${count === 1 ? "event" : "events"} in all.`;
  return supersedes ? `Late events belong to it: it continues finding ${supersedes.join(", ")}.` : undefined;
}

/** A finding as a person wants to read it: who, what, when, why, and what to do. */
export function textOf(finding: Finding): string {
  const course = courseOf(finding);
  return [
    `${finding.severity}: ${finding.title}`,
    "",
    ...(course ? [course, ""] : []),
    oneLine(finding.why),
    "",
    ...factsOf(finding).map(([label, value]) => `${label.padEnd(8)}${value}`),
    "",
    `What to do: ${oneLine(finding.remedy)}`,
    "",
    originOf(finding),
    ...(finding.eventIds.length > 0 ? [`CloudTrail events: ${finding.eventIds.join(", ")}`] : []),
  ].join("\n");
}

/** What names a finding, for those who look further. */
export function originOf({ ruleId, technique, id }: Finding): string {
  return `Detection ${ruleId}, ${technique ? `ATT&CK ${technique}, ` : ""}finding ${id}`;
}

function whenOf({ firstSeen, lastSeen, count, atLeast }: Finding): string {
  if (count === 1 && firstSeen === lastSeen) return lastSeen;
  return `${firstSeen} to ${lastSeen}, ${atLeast ? "at least " : ""}${count} events`;
}
