import type { Finding } from "../../shared/findings/index.ts";
import type { PlantedAttack } from "./plant.ts";
import { minute } from "./stream/timed.ts";

/** How well findings tell of what was planted. */
export interface Score {
  /** Ids of the attacks that a finding tells of, and the detections that found them. */
  found: Map<string, string[]>;
  /** Ids of the attacks that none tells of. */
  missed: string[];
  /** Share of the attacks found, from 0 to 1; NaN where none was planted. */
  recall: number;
  /** Findings of the measured day that tell of no attack. */
  falseAlerts: Finding[];
  /** How many of those each detection has. */
  falseAlertsByRule: Map<string, number>;
}

/** When findings count. */
export interface ScoreOptions {
  /** Findings outside this day that tell of no attack are no false alerts: they come of learning. */
  measured: { from: Date; until: Date };
  /** Milliseconds that a finding may lie outside an attack's span: a detection's window, and the delivery. */
  slack?: number;
}

const secretArn = /^arn:[^:]+:secretsmanager:([^:]*):([^:]*):secret:(.+)-[A-Za-z0-9]{6}$/;

/**
 * Compares findings with what was planted. A finding tells of an attack if it lies in the attack's time and names
 * its principal or a resource of it; it may tell of several.
 */
export function score(
  findings: Iterable<Finding>,
  planted: readonly PlantedAttack[],
  { measured, slack = 10 * minute }: ScoreOptions,
): Score {
  const rules = new Map<string, Set<string>>();
  const falseAlerts: Finding[] = [];
  for (const finding of findings) {
    const told = planted.filter((attack) => tellsOf(finding, attack, slack));
    for (const { id } of told) rules.set(id, (rules.get(id) ?? new Set()).add(finding.ruleId));
    const at = Date.parse(finding.eventTime);
    if (told.length === 0 && at >= measured.from.getTime() && at < measured.until.getTime())
      falseAlerts.push(finding);
  }
  const missed = planted.map(({ id }) => id).filter((id) => !rules.has(id));
  const found = new Map([...rules].map(([id, by]) => [id, [...by].sort()]));
  const falseAlertsByRule = new Map<string, number>();
  for (const { ruleId } of falseAlerts)
    falseAlertsByRule.set(ruleId, (falseAlertsByRule.get(ruleId) ?? 0) + 1);
  const recall = (planted.length - missed.length) / planted.length;
  return { found, missed, recall, falseAlerts, falseAlertsByRule };
}

function tellsOf(
  finding: Finding,
  { from, until, principals, resources }: PlantedAttack,
  slack: number,
): boolean {
  const at = Date.parse(finding.eventTime);
  if (at < Date.parse(from) - slack || at > Date.parse(until) + slack) return false;
  return principals.includes(finding.principal) || resources.includes(asInFindings(finding.resource));
}

/** A secret's ARN in the form that findings name it by; anything else as it is. */
function asInFindings(resource: string): string {
  const [, region, account, name] = secretArn.exec(resource) ?? [];
  return name ? `${account}/${region}/${name}` : resource;
}
