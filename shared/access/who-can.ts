import type { KnownPrincipal } from "./collect/identity.ts";
import type { KnownKey } from "./collect/key.ts";
import type { KnownSecret } from "./collect/secret.ts";
import { type Decision, decide, type KnownPolicies } from "./decision/decide.ts";
import { decideRead } from "./decision/read-secret.ts";
import { type GivenPolicies, knownPolicies, nothingGiven } from "./known-policies.ts";
import type { AccessRequest } from "./request/context.ts";
import { type Principal, PrincipalSyntaxError, parsePrincipal, principalName } from "./request/principal.ts";

/** What one principal can do with a key or secret. */
export interface WhoCan {
  principal: string;
  outcome: Decision["outcome"];
  reason: string;
  /** What would have to be known for a certain answer. */
  unknownKeys: string[];
  /** Further ways to the same end, each by one call more. */
  byWayOf: Detour[];
}

/** An action by which a principal can give itself or others the use of a key or secret. */
export interface Detour {
  action: string;
  outcome: "allowed" | "unknown";
}

/** What else an asker knows of the requests. */
export type WhoCanOptions = Pick<AccessRequest, "via" | "now" | "context" | "encryptionContext"> & {
  given?: GivenPolicies;
};

/** How a principal that cannot decrypt, or can, may let itself or others decrypt: a grant counts as a possible Decrypt. */
export function detoursToDecrypt(
  request: Omit<AccessRequest, "action" | "via" | "encryptionContext">,
  known: KnownPolicies,
): Detour[] {
  return ["kms:CreateGrant", "kms:PutKeyPolicy"].flatMap((action) => detour({ ...request, action }, known));
}

function detour(request: AccessRequest, known: KnownPolicies): Detour[] {
  const { outcome } = decide(request, known);
  return outcome === "denied" ? [] : [{ action: request.action, outcome }];
}

/**
 * Who can decrypt with a key: each principal asked, those who surely cannot left out. Without `via` it is not known
 * whether a service calls for them.
 */
export function whoCanDecrypt(
  { resource, ...key }: KnownKey,
  principals: readonly KnownPrincipal[],
  { given = nothingGiven, via, now, context, encryptionContext }: WhoCanOptions = {},
): WhoCan[] {
  const anyWay = { "kms:ViaService": "unknown", "aws:ViaAWSService": "unknown" } as const;
  return principals.flatMap((who) => {
    const known = knownPolicies(who, key, given);
    const request = { principal: who.principal, resource, now, context };
    const { outcome, reason, unknownKeys } = decide(
      {
        ...request,
        action: "kms:Decrypt",
        via,
        encryptionContext,
        ...(via === undefined && { context: { ...anyWay, ...context } }),
      },
      known,
    );
    const byWayOf = detoursToDecrypt(request, known);
    if (outcome === "denied" && byWayOf.length === 0) return [];
    return [{ principal: principalName(who.principal), outcome, reason, unknownKeys, byWayOf }];
  });
}

/** Who can read a secret's value: each principal asked, those who surely cannot left out. */
export function whoCanRead(
  secret: KnownSecret,
  key: KnownKey,
  principals: readonly KnownPrincipal[],
  { given = nothingGiven, now, context }: Omit<WhoCanOptions, "via" | "encryptionContext"> = {},
): WhoCan[] {
  return principals.flatMap((known) => {
    const { principal } = known;
    const ofSecret = knownPolicies(known, secret, given);
    const ofKey = knownPolicies(known, key, given);
    const request = { principal, resource: secret.resource, now, context };
    const { outcome, getSecretValue, decrypt } = decideRead(request, key.resource, {
      secret: ofSecret,
      key: ofKey,
    });
    // Who may decrypt through Secrets Manager needs but the secret's policy, and the other way round.
    const byWayOf = [
      ...(decrypt.outcome === "denied"
        ? []
        : detour({ ...request, action: "secretsmanager:PutResourcePolicy" }, ofSecret)),
      ...(getSecretValue.outcome === "denied"
        ? []
        : detoursToDecrypt({ ...request, resource: key.resource }, ofKey)),
    ];
    if (outcome === "denied" && byWayOf.length === 0) return [];
    const deciding = [getSecretValue, decrypt].filter(
      (one) => outcome === "allowed" || one.outcome !== "allowed",
    );
    return [
      {
        principal: principalName(principal),
        outcome,
        reason: [...new Set(deciding.map(({ reason }) => reason))].join(" "),
        unknownKeys: [...new Set(deciding.flatMap(({ unknownKeys }) => unknownKeys))],
        byWayOf,
      },
    ];
  });
}

/**
 * Principals that a resource's policies and grants name and that are not among the given ones: those of other accounts,
 * sessions, services. Of their own policies nothing is known.
 */
export function principalsNamed(
  { policy, grants = [] }: Pick<KnownKey, "policy"> & { grants?: KnownKey["grants"] },
  among: readonly KnownPrincipal[],
): KnownPrincipal[] {
  const entries = (typeof policy === "string" ? [] : policy).flatMap(({ document }) =>
    document.statements.flatMap(({ principal }) => (principal?.not === false ? principal.entries : [])),
  );
  const grantees = grants === "notLookedAt" ? [] : grants.map(({ grantee }) => grantee);
  const known = new Set(among.map(({ principal }) => principalName(principal)));
  const named = new Set(
    [...entries.map(({ value }) => value), ...grantees].filter((name) => !known.has(name)),
  );
  return [...named].flatMap(read).map((principal) => ({
    principal,
    identity: principal.kind === "root" || principal.kind === "service" ? [] : "notLookedAt",
    boundary: principal.kind === "root" || principal.kind === "service" ? "none" : "notLookedAt",
  }));
}

/** `*` and ids of deleted principals are nobody that could be asked for. */
function read(name: string): Principal[] {
  try {
    return [parsePrincipal(name)];
  } catch (error) {
    if (error instanceof PrincipalSyntaxError) return [];
    throw error;
  }
}
