import type { Finding } from "../../shared/findings/index.ts";
import type { PlantedAttack } from "./plant.ts";
import { hour } from "./stream/timed.ts";

/** How well findings tell of what was planted. */
export interface Score {
  /** Ids of the attacks that a finding tells of, and the detections that found them. */
  found: Map<string, string[]>;
  /** Ids of the attacks that none tells of. */
  missed: string[];
  /** Share of the attacks found, from 0 to 1; NaN where none was planted. */
  recall: number;
  /** Situations that began on the measured day and tell of no attack, each once. */
  falseAlerts: Finding[];
  /** How many of those each detection has. */
  falseAlertsByRule: Map<string, number>;
}

/** When findings count. */
export interface ScoreOptions {
  /** What begins on another day and tells of no attack is no false alert: it comes of learning. */
  measured: { from: Date; until: Date };
  /** Milliseconds that a finding may lie outside an attack's span: rates count whole hours, and are the longest. */
  slack?: number;
}

const secretArn = /^arn:[^:]+:secretsmanager:([^:]*):([^:]*):secret:(.+)-[A-Za-z0-9]{6}$/;

/**
 * Compares findings with what was planted. A finding tells of an attack if it begins or ends in the attack's time and
 * names its principal or a resource of it; it may tell of several.
 *
 * @param findings as they are sent: a situation comes again when it is seen again and when it is over
 */
export function score(
  findings: Iterable<Finding>,
  planted: readonly PlantedAttack[],
  { measured, slack = hour }: ScoreOptions,
): Score {
  const rules = new Map<string, Set<string>>();
  const untold = new Map<string, Finding>();
  const telling = new Set<string>();
  for (const finding of findings) {
    const told = planted.filter((attack) => tellsOf(finding, attack, slack));
    for (const { id } of told) rules.set(id, (rules.get(id) ?? new Set()).add(finding.ruleId));
    if (told.length > 0) telling.add(finding.id);
    else if (begins(finding, measured) && !untold.has(finding.id)) untold.set(finding.id, finding);
  }
  // What began as a false alert may be seen again in an attack.
  const falseAlerts = [...untold.values()].filter(({ id }) => !telling.has(id));
  const missed = planted.map(({ id }) => id).filter((id) => !rules.has(id));
  const found = new Map([...rules].map(([id, by]) => [id, [...by].sort()]));
  const falseAlertsByRule = new Map<string, number>();
  for (const { ruleId } of falseAlerts) {
    falseAlertsByRule.set(ruleId, (falseAlertsByRule.get(ruleId) ?? 0) + 1);
  }
  const recall = (planted.length - missed.length) / planted.length;
  return { found, missed, recall, falseAlerts, falseAlertsByRule };
}

function begins({ firstSeen }: Finding, { from, until }: ScoreOptions["measured"]): boolean {
  const at = Date.parse(firstSeen);
  return at >= from.getTime() && at < until.getTime();
}

function tellsOf(finding: Finding, attack: PlantedAttack, slack: number): boolean {
  const [from, until] = [Date.parse(attack.from) - slack, Date.parse(attack.until) + slack];
  const inTime = [finding.firstSeen, finding.lastSeen].some((seen) => {
    const at = Date.parse(seen);
    return at >= from && at <= until;
  });
  if (!inTime) return false;
  const named = [finding.principal, finding.entity, ...finding.resources].map(asInFindings);
  return named.some((name) => attack.principals.includes(name) || attack.resources.includes(name));
}

/** A secret's ARN in the form that findings name it by; anything else as it is. */
function asInFindings(name: string): string {
  const [, region, account, secret] = secretArn.exec(name) ?? [];
  return secret ? `${account}/${region}/${secret}` : name;
}
