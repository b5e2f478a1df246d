import type { DetectionGroup } from "../detections/index.ts";
import type { DescribedDetection } from "./describe.ts";

const headings: Record<DetectionGroup, string> = {
  keys: "KMS keys",
  secrets: "Secrets",
  parameters: "Parameters",
  callers: "Who calls, from where and with what",
  trail: "CloudTrail",
  account: "The account",
  rekey: "Rekey itself",
};

/** The documentation page of all detections, in Markdown. */
export function detectionsPage(detections: readonly DescribedDetection[]): string {
  return [
    "# Detections",
    "",
    "<!-- Generated from the definitions in shared/detection/detections: npm run docs renews it. -->",
    "",
    `Rekey has ${detections.length} detections. Each is a small file with its examples beside it; \`rekey detections show ID\` shows one,`,
    "`rekey detections test` runs all examples. Numbers of the kinds *threshold* and *rate* are set by id under `thresholds`",
    "in the settings, detections are turned off under `disabled`, and what is expected is left out under `allow`.",
    "",
    "| kind | fires |",
    "| --- | --- |",
    "| match | on each event that has something about it |",
    "| threshold | on more than so many events, or different ones, within a sliding window |",
    "| first-seen | on what was not seen with a key, secret or principal for long |",
    "| rate | on more events in an hour than the own past lets expect |",
    "| sequence | on one thing done after the other within a time |",
    "| absence | when what was promised did not come in time |",
    "",
    "IAM's events, and the root user's sign-ins as a rule, reach EventBridge in us-east-1 alone: the detections of IAM users and of the root user need a stack there, or log files.",
    "",
    ...Object.entries(headings).flatMap(([group, heading]) => [
      `## ${heading}`,
      "",
      ...table(detections.filter((detection) => detection.group === group)),
    ]),
    "## Each of them",
    "",
    ...detections.flatMap(section),
  ].join("\n");
}

function table(detections: readonly DescribedDetection[]): string[] {
  const rows = detections.map(
    ({ id, title, severities, kind, technique }) =>
      `| [\`${id}\`](#${id}) | ${title} | ${severities.join(", ")} | ${kind} | ${technique} |`,
  );
  return ["| detection | title | severity | kind | ATT&CK |", "| --- | --- | --- | --- | --- |", ...rows, ""];
}

function section(detection: DescribedDetection): string[] {
  const { id, title, description, firesWhen, watches, technique, techniqueUrl, severities } = detection;
  return [
    `### ${id}`,
    "",
    `**${title}.** ${description}`,
    "",
    `- Fires: ${firesWhen}`,
    `- Watches: ${watches}`,
    `- Severity: ${severities.join(", ")}; ATT&CK [${technique}](${techniqueUrl})`,
    `- Tells, for example: ${detection.why}`,
    `- What to do: ${detection.remedy}`,
    `- Examples: ${detection.examples.fires.join(" · ")}`,
    `- Not: ${detection.examples.silent.join(" · ")}`,
    "",
  ];
}
