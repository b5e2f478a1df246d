import { and, or, type Truth } from "../conditions/truth.ts";
import { matchPrincipal, whoIsMeant } from "../match/principal.ts";
import type { StatementAnswer } from "../match/statement.ts";
import type { AccessRequest } from "../request/context.ts";
import { answerOf, type LayerAnswer, unread } from "./layers.ts";

/** A grant on a KMS key, as `ListGrants` tells it. */
export interface Grant {
  id: string;
  name?: string | undefined;
  /** ARN of a principal, or the name of a service. */
  grantee: string;
  retiring?: string | undefined;
  /** Such as `Decrypt`. */
  operations: readonly string[];
  encryptionContextEquals?: Record<string, string> | undefined;
  encryptionContextSubset?: Record<string, string> | undefined;
}

/** Operations whose requests have an encryption context that the constraints of a grant look at. */
const constrained = /^(Decrypt|Encrypt|GenerateDataKey.*|ReEncrypt(From|To))$/i;

/**
 * What the grants of a key allow: KMS Developer Guide, grants; API reference, GrantConstraints. A grant allows only.
 */
export function askGrants(
  grants: readonly Grant[] | "none" | "notLookedAt",
  request: AccessRequest,
): LayerAnswer {
  if (grants === "notLookedAt") return { ...unread("grants"), deny: false };
  if (grants === "none") return { ...answerOf("grants", []), looked: "none" };
  return answerOf(
    "grants",
    grants.flatMap((grant) => askGrant(grant, request)),
  );
}

function askGrant(grant: Grant, request: AccessRequest): StatementAnswer[] {
  const operation = request.action.replace(/^kms:/i, "");
  const means = (value: string | undefined) => {
    const type = value?.includes(":") ? "AWS" : "Service";
    const entries = value === undefined ? [] : [{ type, value }];
    return matchPrincipal({ effect: "Allow", principal: { not: false, entries } }, request.principal, false);
  };
  const named = grant.operations.some((one) => one.toLowerCase() === operation.toLowerCase());
  const grantee = means(named ? grant.grantee : undefined);
  const retiring = means(operation.toLowerCase() === "retiregrant" ? grant.retiring : undefined);
  const rest = constrained.test(operation) ? withinConstraints(grant, request.encryptionContext) : true;
  const by = {
    itself: and(or(grantee.itself, retiring.itself), rest),
    role: and(or(grantee.role, retiring.role), rest),
    account: and(or(grantee.account, retiring.account), rest),
  };
  const truth = or(by.itself, by.role, by.account);
  const meant = or(...Object.values(grantee), ...Object.values(retiring));
  if (meant === false) return [];
  return [
    {
      document: "grant",
      statement: grant.name ? `${grant.name} (${grant.id})` : grant.id,
      effect: "Allow",
      truth,
      by,
      conditions: constraintsOf(grant).map(([key, value]) => ({
        operator: grant.encryptionContextEquals ? "EncryptionContextEquals" : "EncryptionContextSubset",
        key: `kms:EncryptionContext:${key}`,
        values: [value],
        truth: rest,
        unknownKeys: [],
      })),
      unknownKeys: [
        ...(meant === "unknown" ? [whoIsMeant] : []),
        ...(rest === "unknown" ? keysOf(grant) : []),
      ],
    },
  ];
}

function constraintsOf(grant: Grant): [string, string][] {
  return Object.entries(grant.encryptionContextEquals ?? grant.encryptionContextSubset ?? {});
}

/** What would have to be known of a request's encryption context; that there is none, for an empty constraint. */
function keysOf(grant: Grant): string[] {
  const keys = constraintsOf(grant).map(([key]) => `kms:EncryptionContext:${key}`);
  return keys.length > 0 ? keys : ["kms:EncryptionContextKeys"];
}

/** Keys are compared without case, values with it: API reference, GrantConstraints. */
function withinConstraints(
  { encryptionContextEquals: equal, encryptionContextSubset: subset }: Grant,
  context: Record<string, string | null> | undefined,
): Truth {
  if (!equal && Object.keys(subset ?? {}).length === 0) return true;
  if (!context) return "unknown";
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const holds = (wanted: Record<string, string>) =>
    and(
      ...Object.entries(wanted).map(([key, value]): Truth => {
        const requested = given.get(key.toLowerCase());
        return requested === null ? "unknown" : requested === value;
      }),
    );
  const sameSize = !equal || Object.keys(equal).length === given.size;
  return and(sameSize, holds(equal ?? {}), holds(subset ?? {}));
}
