import type { KnownPrincipal } from "../collect/identity.ts";
import type { KnownKey } from "../collect/key.ts";
import type { KnownSecret } from "../collect/secret.ts";
import type { Decision } from "../decision/decide.ts";
import type { LayerPolicies } from "../decision/layers.ts";
import type { NamedPolicy } from "../match/statement.ts";
import { parsePolicy } from "../policy/document.ts";
import { inlinePolicyName, isPolicy, type WantedDocument } from "./document.ts";
import { RefusedPlanError } from "./errors.ts";
import { lockedOut } from "./lock-out.ts";
import type { MoveTo } from "./move.ts";

/** Who shall be allowed, as far as that is known. */
export interface Reader extends KnownPrincipal {
  /** The inline policy `rekey-access` that the principal has already. */
  inlinePolicy: string | undefined;
}

/** How it shall be allowed. */
export interface AllowOptions {
  /** The resource's side trusts the whole account of the principal, which then decides by its identity policies. */
  fromAccount?: boolean;
  /** A grant instead of a statement in the key policy. */
  byGrant?: boolean;
  /** Where a secret under the AWS managed key, which no other account can use, moves to. */
  moveTo?: MoveTo | undefined;
}

/** All documents that are needed on both sides. */
export interface AllowPlan {
  documents: WantedDocument[];
  /** What the evaluator says once they are written. */
  outcome: Decision["outcome"];
  reasons: string[];
  /** What the reader of the plan should know. */
  notes: string[];
}

/** What the evaluator gets to see once the documents are written. */
export interface Afterwards {
  reader: KnownPrincipal;
  secret: LayerPolicies;
  key: LayerPolicies;
  grants: KnownKey["grants"];
}

/** The policies as they will be. */
export function afterwards(
  documents: readonly WantedDocument[],
  reader: Reader,
  key: KnownKey | undefined,
  secret: KnownSecret | undefined,
): Afterwards {
  const written = (kind: WantedDocument["kind"], name: string): NamedPolicy[] | undefined => {
    const found = documents.find((one) => one.kind === kind);
    return found && isPolicy(found) ? [{ name, document: parsePolicy(found.after) }] : undefined;
  };
  const inline = written("identity policy", inlinePolicyName);
  const others =
    reader.identity === "notLookedAt" ? [] : reader.identity.filter(({ name }) => name !== inlinePolicyName);
  const granted = documents.flatMap((one) => (one.kind === "grant" ? [one.grant] : []));
  const grants = key?.grants ?? [];
  return {
    reader: {
      principal: reader.principal,
      identity: inline ? [...others, ...inline] : reader.identity,
      boundary: reader.boundary === "notLookedAt" ? "none" : reader.boundary,
      organization: reader.organization,
    },
    secret: written("secret policy", "resource policy") ?? secret?.policy ?? "none",
    key: written("key policy", "key policy") ?? key?.policy ?? "none",
    grants: grants === "notLookedAt" ? granted : [...grants, ...granted],
  };
}

/**
 * Refuses a plan that would not do what was asked, or that would lock out who administers.
 *
 * @throws RefusedPlanError
 */
export function checked(
  plan: AllowPlan,
  after: Afterwards,
  key: KnownKey | undefined,
  secret?: KnownSecret,
): AllowPlan {
  if (plan.outcome === "denied") {
    throw new RefusedPlanError(
      `With all documents written it would still be denied. ${plan.reasons.join(" ")}`,
    );
  }
  const lost = [
    ...(key ? lockedOut(key, after.key) : []),
    ...(secret ? lockedOut(secret, after.secret) : []),
  ];
  if (lost.length > 0) {
    throw new RefusedPlanError(`It would take the right to change the policy from ${lost.join(", ")}.`);
  }
  return plan;
}

/** What was not looked at, as notes. */
export function notesOn(
  reader: Reader,
  key: KnownKey,
  secret: KnownSecret | undefined,
  ...decisions: Decision[]
): string[] {
  const unread = new Set(decisions.flatMap(({ notLookedAt }) => notLookedAt));
  return [
    ...(reader.identity === "notLookedAt"
      ? ["Other policies of the principal were not looked at: a Deny there would win."]
      : []),
    ...(reader.boundary === "notLookedAt"
      ? ["A permissions boundary of the principal was not looked at."]
      : []),
    ...(key.policy === "notLookedAt" ? [`The key policy ${unreadPolicy}`] : []),
    ...(secret?.policy === "notLookedAt" ? [`The secret's policy ${unreadPolicy}`] : []),
    ...(key.state && key.state !== "Enabled" ? [`The key is ${key.state}: nobody can use it now.`] : []),
    ...(unread.size > 0 ? [`Not looked at: ${[...unread].join(", ")}.`] : []),
  ];
}

const unreadPolicy = "could not be read: put the statement into it, do not replace it.";
