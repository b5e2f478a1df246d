import { type ConditionAnswer, evaluateCondition } from "../conditions/evaluate.ts";
import { and, not, or, type Truth } from "../conditions/truth.ts";
import type { PolicyDocument, Statement } from "../policy/document.ts";
import { matches, matchesIgnoringCase } from "../policy/pattern.ts";
import { fillVariables } from "../policy/variables.ts";
import type { Lookup } from "../request/context.ts";
import type { Principal } from "../request/principal.ts";
import { matchPrincipal, type PrincipalMatch, whoIsMeant } from "./principal.ts";

/** A document and what it is called, such as the name of a managed policy. */
export interface NamedPolicy {
  name: string;
  document: PolicyDocument;
}

/** What a statement has to say to a request. */
export interface StatementAnswer {
  /** Name of the document. */
  document: string;
  /** Its Sid, or its number, counted from 1. */
  statement: string;
  effect: "Allow" | "Deny";
  /** Whether it applies. */
  truth: Truth;
  /** The same, for each name by which it may mean the principal. */
  by: PrincipalMatch;
  /** What its conditions gave: why it does not apply, or may not. */
  conditions: ConditionAnswer[];
  unknownKeys: string[];
}

/** A request as statements see it. */
export interface Asked {
  principal: Principal;
  action: string;
  arn: string;
  lookup: Lookup;
  /** Whether the principal has a permissions boundary. */
  bounded: Truth;
}

/** The statements of a document that concern the request: those whose principal, action and resource may be its. */
export function matchDocument({ name, document }: NamedPolicy, asked: Asked): StatementAnswer[] {
  return document.statements.flatMap((statement, index) => {
    const match = matchPrincipal(statement, asked.principal, asked.bounded);
    const principal = or(match.itself, match.role, match.account);
    const resource = matchResource(statement, document.version, asked);
    if (principal === false || resource.truth === false || !meansAction(statement, asked.action)) return [];
    const conditions = statement.conditions.map((line) =>
      evaluateCondition(line, document.version, asked.lookup),
    );
    const rest = and(resource.truth, ...conditions.map((condition) => condition.truth));
    const truth = and(principal, rest);
    const unknownKeys = [
      ...(Object.values(match).includes("unknown") ? [whoIsMeant] : []),
      ...resource.unknownKeys,
      ...conditions.flatMap((condition) => condition.unknownKeys),
    ];
    return {
      document: name,
      statement: statement.sid || `statement ${index + 1}`,
      effect: statement.effect,
      truth,
      by: {
        itself: and(match.itself, rest),
        role: and(match.role, rest),
        account: and(match.account, rest),
      },
      conditions,
      unknownKeys: truth === false ? [] : unknownKeys,
    };
  });
}

function meansAction({ action }: Statement, wanted: string): boolean {
  return action.patterns.some((pattern) => matchesIgnoringCase(pattern, wanted)) !== action.not;
}

function matchResource(
  { resource }: Statement,
  version: string,
  { arn, lookup }: Asked,
): { truth: Truth; unknownKeys: string[] } {
  if (!resource) return { truth: true, unknownKeys: [] };
  const unknownKeys: string[] = [];
  const truths = resource.patterns.map((pattern): Truth => {
    const filled = fillVariables(pattern, version, lookup);
    if ("pattern" in filled) return matches(filled.pattern, arn);
    if ("absentKey" in filled && !resource.not) return false;
    unknownKeys.push("absentKey" in filled ? filled.absentKey : filled.unknownKey);
    return "unknown";
  });
  const any = or(...truths);
  return { truth: resource.not ? not(any) : any, unknownKeys: any === "unknown" ? unknownKeys : [] };
}
