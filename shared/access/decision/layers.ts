import { or, type Truth } from "../conditions/truth.ts";
import { meantByNone, type PrincipalMatch } from "../match/principal.ts";
import { type Asked, matchDocument, type NamedPolicy, type StatementAnswer } from "../match/statement.ts";

/** The kinds of policies that a decision looks at. */
export type LayerName =
  | "service control policies"
  | "resource control policies"
  | "VPC endpoint policy"
  | "key policy"
  | "resource policy"
  | "grants"
  | "identity policies"
  | "permissions boundary"
  | "session policies";

/** Policies of one kind: the documents; that there are none; or that nobody looked. */
export type LayerPolicies = readonly NamedPolicy[] | "none" | "notLookedAt";

/** What one kind of policies says to a request. */
export interface LayerAnswer {
  layer: LayerName;
  /** Whether documents were looked at, there are none, or nobody looked. */
  looked: "yes" | "none" | "no";
  allow: Truth;
  deny: Truth;
  /** What allows, by the name that means the principal. */
  allowBy: PrincipalMatch;
  /** The statements that concern the request, whether or not their conditions hold. */
  statements: StatementAnswer[];
}

/** Asks the documents of one kind. What nobody looked at may allow and may deny. */
export function askLayer(layer: LayerName, policies: LayerPolicies, asked: Asked): LayerAnswer {
  if (policies === "notLookedAt") return unread(layer);
  if (policies === "none") return absent(layer);
  return answerOf(
    layer,
    policies.flatMap((policy) => matchDocument(policy, asked)),
  );
}

/**
 * Asks policies that are attached at levels, from the organization's root down to the account: each must allow.
 * Source: IAM User Guide, reference_policies_evaluation-logic_policy-eval-denyallow; Organizations, scp-evaluation.
 */
export function askLevels(
  layer: LayerName,
  levels: readonly (readonly NamedPolicy[])[] | "none" | "notLookedAt",
  asked: Asked,
): LayerAnswer {
  if (typeof levels === "string") return askLayer(layer, levels, asked);
  const answers = levels.map((level) => askLayer(layer, level, asked));
  const statements = answers.flatMap((answer) => answer.statements);
  const closed =
    answers.find(({ allow }) => allow === false) ?? answers.find(({ allow }) => allow === "unknown");
  return { ...answerOf(layer, statements), allow: closed?.allow ?? true };
}

/** What statements of one kind say together. */
export function answerOf(layer: LayerName, statements: StatementAnswer[]): LayerAnswer {
  const allows = statements.filter(({ effect }) => effect === "Allow");
  const denies = statements.filter(({ effect }) => effect === "Deny");
  return {
    layer,
    looked: "yes",
    allow: or(...allows.map(({ truth }) => truth)),
    deny: or(...denies.map(({ truth }) => truth)),
    allowBy: {
      itself: or(...allows.map(({ by }) => by.itself)),
      role: or(...allows.map(({ by }) => by.role)),
      account: or(...allows.map(({ by }) => by.account)),
    },
    statements,
  };
}

function absent(layer: LayerName): LayerAnswer {
  return { layer, looked: "none", allow: false, deny: false, allowBy: meantByNone, statements: [] };
}

/** Nobody looked: anything may be there. */
export function unread(layer: LayerName): LayerAnswer {
  const allowBy: PrincipalMatch = { itself: "unknown", role: "unknown", account: "unknown" };
  return { layer, looked: "no", allow: "unknown", deny: "unknown", allowBy, statements: [] };
}
