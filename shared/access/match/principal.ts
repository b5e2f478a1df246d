import { and, not, or, type Truth } from "../conditions/truth.ts";
import type { PrincipalEntry, Statement } from "../policy/document.ts";
import type { Principal } from "../request/principal.ts";

/**
 * By which of its names a resource policy means a principal; what else must allow depends on it. `itself`: the user,
 * the session, root or the service, or everyone; `role`: the role of the session; `account`: all of its account.
 */
export type Meant = "itself" | "role" | "account";

/** Whether a statement means the principal, for each of its names. */
export type PrincipalMatch = Record<Meant, Truth>;

/** What would have to be known where a Principal element may mean the principal. */
export const whoIsMeant = "the session or identity that the Principal element means";

/** A statement that means no name of the principal. */
export const meantByNone: PrincipalMatch = { itself: false, role: false, account: false };

/**
 * Whether the Principal or NotPrincipal element of a statement means a principal: IAM User Guide,
 * reference_policies_elements_principal and reference_policies_elements_notprincipal.
 *
 * @param bounded whether the principal has a permissions boundary: a Deny with NotPrincipal then always meets it
 */
export function matchPrincipal(
  { principal: element, effect }: Pick<Statement, "principal" | "effect">,
  principal: Principal,
  bounded: Truth,
): PrincipalMatch {
  if (!element) return { ...meantByNone, itself: true };
  if (element.not) return { ...meantByNone, itself: notListed(element.entries, principal, effect, bounded) };
  const found = element.entries.map((entry) => matchEntry(entry, principal));
  const any = (name: Meant) => or(...found.map(({ truth, meant }) => meant === name && truth));
  return { itself: any("itself"), role: any("role"), account: any("account") };
}

function matchEntry({ type, value }: PrincipalEntry, principal: Principal): { truth: Truth; meant: Meant } {
  const itself = (truth: Truth) => ({ truth, meant: "itself" as const });
  if (type === "AWS" && value === "*") return itself(true);
  if (type === "Service") return itself(principal.kind === "service" && principal.service === value);
  if (principal.kind === "service") return itself(false);
  if (type === "Federated") {
    if (principal.kind !== "role") return itself(false);
    return itself(principal.federatedBy === undefined ? "unknown" : principal.federatedBy === value);
  }
  if (type !== "AWS") return itself(false);
  if (value === principal.account || value === accountArn(principal.arn, principal.account))
    return { truth: true, meant: principal.kind === "root" ? "itself" : "account" };
  const meant = principal.kind === "role" ? "role" : "itself";
  if (value === principal.arn) return { truth: true, meant };
  // Ids stand in policies for principals that were deleted; a namesake of now has another.
  if (/^A(ROA|IDA)[A-Z0-9]+$/.test(value))
    return { truth: principal.uniqueId === undefined ? "unknown" : value === principal.uniqueId, meant };
  if (principal.kind !== "role") return itself(false);
  if (principal.session) return itself(value === principal.session.arn);
  // Any session of the role is meant: this statement takes one of them.
  return itself(value.startsWith(sessionPrefix(principal)) ? "unknown" : false);
}

function notListed(
  entries: readonly PrincipalEntry[],
  principal: Principal,
  effect: Statement["effect"],
  bounded: Truth,
): Truth {
  const listed = (value: string) => or(...entries.map((e) => matchExactly(e, value)));
  if (principal.kind === "service")
    return not(entries.some(({ type, value }) => type === "Service" && value === principal.service));
  const account = or(listed(principal.account), listed(accountArn(principal.arn, principal.account)));
  if (principal.kind === "root") return not(account);
  const sessions = principal.kind === "role" ? [principal.session?.arn ?? ""] : [];
  const names = [listed(principal.arn), ...sessions.map(listed)];
  if (effect === "Allow") return not(or(account, ...names));
  if (bounded === true) return true;
  if (!or(...names)) return true;
  // Where the account or the session is missing from the list, the Deny may meet the principal all the same.
  return and(account, ...names) === true && bounded === false ? false : "unknown";
}

function matchExactly({ type, value }: PrincipalEntry, name: string): boolean {
  return type === "AWS" && name !== "" && (value === name || value === "*");
}

function accountArn(arn: string, account: string): string {
  return `arn:${arn.split(":")[1]}:iam::${account}:root`;
}

function sessionPrefix({ arn, account, name }: { arn: string; account: string; name: string }): string {
  return `arn:${arn.split(":")[1]}:sts::${account}:assumed-role/${name}/`;
}
