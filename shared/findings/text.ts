import type { Finding } from "./finding.ts";

/** SNS takes no longer subject. */
const longestSubject = 100;

/** One line about a finding: for the subject of an e-mail, which SNS wants in printable ASCII. */
export function subjectOf({ severity, title, accountId, region }: Finding): string {
  return `[${severity}] ${title} (${accountId}, ${region})`
    .replaceAll(/[^\x20-\x7e]/g, "?")
    .slice(0, longestSubject);
}

/** A finding as a person wants to read it: who, what, when, why, and what to do. */
export function textOf(finding: Finding): string {
  return [
    `${finding.severity}: ${finding.title}`,
    "",
    finding.why,
    "",
    `Who     ${finding.principal}`,
    `What    ${finding.eventName}`,
    `On      ${finding.resources.join(", ") || finding.entity}`,
    `When    ${when(finding)}`,
    `From    ${finding.sourceIPAddress} (${finding.userAgent})`,
    `Where   account ${finding.accountId}, ${finding.region}`,
    "",
    `What to do: ${finding.remedy}`,
    "",
    `Detection ${finding.ruleId}, ATT&CK ${finding.technique}, finding ${finding.id}`,
    `CloudTrail events: ${finding.eventIds.join(", ")}`,
  ].join("\n");
}

function when({ firstSeen, lastSeen, count }: Finding): string {
  return count === 1 ? lastSeen : `${firstSeen} to ${lastSeen}, ${count} events`;
}
