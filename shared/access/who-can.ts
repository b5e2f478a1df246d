import type { KnownPrincipal } from "./collect/identity.ts";
import type { KnownKey } from "./collect/key.ts";
import type { KnownSecret } from "./collect/secret.ts";
import { type Decision, decide } from "./decision/decide.ts";
import { decideRead } from "./decision/read-secret.ts";
import { type GivenPolicies, knownPolicies, nothingGiven } from "./known-policies.ts";
import { type Principal, PrincipalSyntaxError, parsePrincipal, principalName } from "./request/principal.ts";

/** What one principal can do with a key or secret. */
export interface WhoCan {
  principal: string;
  outcome: Decision["outcome"];
  reason: string;
  /** What would have to be known for a certain answer. */
  unknownKeys: string[];
  /** Further ways to the same end, each by one call more: `kms:CreateGrant`, `kms:PutKeyPolicy`. */
  byWayOf: string[];
}

/** Actions by which a principal can give itself or others the use of a key. */
const detours = ["kms:CreateGrant", "kms:PutKeyPolicy"];

/** Who can decrypt with a key: each principal asked, those who surely cannot left out. */
export function whoCanDecrypt(
  key: KnownKey,
  principals: readonly KnownPrincipal[],
  options: { given?: GivenPolicies; via?: string; now?: Date } = {},
): WhoCan[] {
  const { given = nothingGiven, via, now } = options;
  return principals.flatMap((known) => {
    const ask = (action: string, through?: string) =>
      decide(
        { principal: known.principal, action, resource: key.resource, via: through, now },
        knownPolicies(known, key, given),
      );
    const { outcome, reason, unknownKeys } = ask("kms:Decrypt", via);
    const byWayOf = detours.filter((action) => ask(action).outcome === "allowed");
    if (outcome === "denied" && byWayOf.length === 0) return [];
    return [{ principal: principalName(known.principal), outcome, reason, unknownKeys, byWayOf }];
  });
}

/** Who can read a secret's value: each principal asked, those who surely cannot left out. */
export function whoCanRead(
  secret: KnownSecret,
  key: KnownKey,
  principals: readonly KnownPrincipal[],
  options: { given?: GivenPolicies; now?: Date } = {},
): WhoCan[] {
  const { given = nothingGiven, now } = options;
  return principals.flatMap((known) => {
    const { principal } = known;
    const ofSecret = knownPolicies(known, secret, given);
    const ofKey = knownPolicies(known, key, given);
    const { outcome, getSecretValue, decrypt } = decideRead(
      { principal, resource: secret.resource, now },
      key.resource,
      {
        secret: ofSecret,
        key: ofKey,
      },
    );
    const change = { principal, action: "secretsmanager:PutResourcePolicy", resource: secret.resource, now };
    const byWayOf =
      decide(change, ofSecret).outcome === "allowed" && decrypt.outcome === "allowed" ? [change.action] : [];
    if (outcome === "denied" && byWayOf.length === 0) return [];
    const deciding = [getSecretValue, decrypt].filter(
      (one) => outcome === "allowed" || one.outcome !== "allowed",
    );
    return [
      {
        principal: principalName(principal),
        outcome,
        reason: deciding.map(({ reason }) => reason).join(" "),
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
