import type { WhoUsed } from "../../shared/audit/index.ts";
import {
  dollarsAMonth,
  type KeyReport,
  type Looked,
  mostOnDemand,
  type PastRotation,
  type Rotation,
} from "../../shared/keys/index.ts";
import { localTime, mostOf, numberInWords } from "../audit/words.ts";
import { dependentInWords, notLookedAtInWords } from "./in-words.ts";

/** Uses of a key that the trail tells, the newest first. */
export interface TrailUses {
  /** ISO 8601. */
  since: string;
  uses: WhoUsed["uses"];
  /** What may be missing. */
  notes: string[];
}

/** How many uses, grants and rotations are told one by one. */
const most = 5;

/** A report for people, in lines. */
export function reportInWords(name: string, report: KeyReport, trail: TrailUses | undefined): string[] {
  const { facts, dependents } = report;
  const parts: [string, string[]][] = [
    ["key", [facts.arn]],
    ["type", [`${facts.type}, ${facts.spec} for ${facts.usage}, material of origin ${facts.origin}`]],
    ["state", [stateInWords(report)]],
    ["what for", [facts.description]],
    ["age", [facts.created ? `${facts.ageInDays} days, since ${localTime(facts.created)}` : ""]],
    ["regions", regionsInWords(report)],
    [
      "aliases",
      told(report.aliases, (names) =>
        names.length > 0 ? names : ["none: name it by an alias, so that it can be replaced"],
      ),
    ],
    ["tags", told(report.tags, (tags) => Object.entries(tags).map(([key, value]) => `${key}=${value}`))],
    ["rotation", told(report.rotation, (rotation) => [rotationInWords(rotation)])],
    ["rotated", told(report.pastRotations, pastInWords)],
    ["cost", costInWords(report)],
    ["policy", told(report.policy, ({ words }) => words)],
    ["grants", told(report.grants, grantsInWords)],
    ["last use", [lastUsageInWords(report), ...(trail ? usesInWords(trail) : [])]],
    ["needed by", dependentsInWords(report)],
    ["", notLookedAtInWords(dependents.notLookedAt)],
  ];
  return [
    name,
    ...parts.flatMap(([title, lines]) =>
      lines
        .filter((line) => line !== "")
        .map((line, index) => `  ${(index === 0 ? title : "").padEnd(10)}${line}`),
    ),
  ];
}

function told<T>(looked: Looked<T>, inWords: (found: T) => string[]): string[] {
  return "found" in looked ? inWords(looked.found) : [`not looked at: ${looked.notLookedAt}`];
}

function stateInWords({ facts: { state, deletedAt, materialExpires } }: KeyReport): string {
  if (deletedAt) return `${state}: it is deleted at ${localTime(deletedAt)}, and what it encrypted with it`;
  if (materialExpires) return `${state}; its imported material expires at ${localTime(materialExpires)}`;
  return state;
}

function regionsInWords({ facts: { multiRegion } }: KeyReport): string[] {
  if (!multiRegion) return [];
  const { as, primary, replicas } = multiRegion;
  const others = replicas.length > 0 ? `replicas: ${replicas.join(", ")}` : "no replicas";
  return [as === "REPLICA" ? `a replica of ${primary}; ${others}` : `a multi-Region primary key; ${others}`];
}

function rotationInWords({ automatic, periodInDays, next, onDemandSince }: Rotation): string {
  const words = {
    on: `every ${periodInDays} days${next ? `, next ${localTime(next.toISOString())}` : ""}`,
    off: "off: rekey key rotate",
    none: "none: KMS does not rotate keys of this kind",
    byAws: "every year, by AWS",
  }[automatic];
  return onDemandSince
    ? `${words}; it rotates on demand since ${localTime(onDemandSince.toISOString())}`
    : words;
}

function pastInWords(past: readonly PastRotation[]): string[] {
  if (past.length === 0) return ["never"];
  const demanded = past.filter(({ by }) => by === "demand").length;
  return [
    `${numberInWords(past.length)} times, ${demanded} of ${mostOnDemand} on demand`,
    ...past.slice(0, most).map(({ at, by }) => `${localTime(at.toISOString())} by ${by}`),
    moreThan(past.length),
  ];
}

function costInWords({ facts, pastRotations }: KeyReport): string[] {
  if (facts.type === "AWS managed") return ["its requests alone"];
  // AWS KMS pricing: keys that wait for their deletion are free.
  if (facts.deletedAt) return ["nothing until it is deleted"];
  const rotations = "found" in pastRotations ? pastRotations.found.length : undefined;
  return [
    rotations === undefined
      ? `${dollarsAMonth(0)} to ${dollarsAMonth(2)} US dollars a month, by its rotations; and its requests`
      : `${dollarsAMonth(rotations)} US dollars a month, and its requests`,
  ];
}

function grantsInWords(grants: readonly { grantee: string; operations: string[]; id: string }[]): string[] {
  if (grants.length === 0) return ["none"];
  return [
    ...grants
      .slice(0, most)
      .map(({ grantee, operations, id }) => `${grantee} may ${operations.join(", ")} (${id.slice(0, 12)}…)`),
    moreThan(grants.length),
  ];
}

function moreThan(count: number): string {
  return count > most ? `and ${numberInWords(count - most)} more` : "";
}

function lastUsageInWords({ lastUsage }: KeyReport): string {
  if (lastUsage.known === "notLookedAt") return `KMS was not asked: ${lastUsage.reason}`;
  if (lastUsage.known)
    return `KMS remembers ${lastUsage.operation} at ${localTime(lastUsage.at.toISOString())}`;
  const since = lastUsage.since
    ? ` since ${localTime(lastUsage.since.toISOString())}, when it began to watch`
    : "";
  return `KMS remembers none${since}`;
}

function usesInWords({ since, uses, notes }: TrailUses): string[] {
  const told = uses.slice(0, most).map(({ principal, service, operations, last, failed }) => {
    const through = service ? ` through ${service}` : "";
    return `${principal}${through}: ${mostOf(operations).join(", ")}, last ${localTime(last)}${failed > 0 ? `; ${numberInWords(failed)} of them failed` : ""}`;
  });
  const none = `the trail tells of none since ${localTime(since)}`;
  return [
    ...(told.length > 0 ? told : [none]),
    moreThan(uses.length),
    ...notes.map((note) => `Note: ${note}`),
  ];
}

function dependentsInWords({ dependents: { found } }: KeyReport): string[] {
  const own = found.filter(({ namedAs }) => namedAs === "key");
  return own.length > 0 ? own.map(dependentInWords) : ["nothing that was found"];
}
