import { accountIn } from "../names.ts";
import { narrowedTo } from "./condition.ts";
import { type AllowStatement, allowStatements } from "./statements.ts";

/** Whom a policy lets in beside its own account. */
export interface Openings {
  everyone: boolean;
  /** Accounts that are named, whether as a whole or by a principal of theirs. */
  accounts: string[];
  organisations: string[];
}

/** Actions that show no more than what a thing is called and how it is set up. */
const showsLittle =
  /^(kms|secretsmanager|s3):(Describe|List|GetKeyPolicy|GetKeyRotationStatus|GetPublicKey|GetResourcePolicy|GetBucketAcl|GetBucketLocation)/i;

/**
 * Whom a policy opens its resource to.
 *
 * @param policy JSON as a text or the object
 * @param known accounts that may be there: the resource's own and those that are trusted
 */
export function openings(policy: unknown, known: readonly string[]): Openings {
  const found: Openings = { everyone: false, accounts: [], organisations: [] };
  for (const statement of allowStatements(policy)) {
    if (statement.actions.length > 0 && statement.actions.every((action) => showsLittle.test(action)))
      continue;
    const to = openingsOf(statement);
    found.everyone ||= to.everyone;
    found.accounts.push(...to.accounts.filter((account) => !known.includes(account)));
    found.organisations.push(...to.organisations);
  }
  return {
    ...found,
    accounts: [...new Set(found.accounts)],
    organisations: [...new Set(found.organisations)],
  };
}

function openingsOf({ principals, toAllBut, condition }: AllowStatement): Openings {
  const narrowed = narrowedTo(condition);
  const nobody = { everyone: false, accounts: [], organisations: [] };
  if (toAllBut || principals.includes("*")) {
    if (narrowed.accounts) return { ...nobody, accounts: narrowed.accounts };
    if (narrowed.organisations) return { ...nobody, organisations: narrowed.organisations };
    return { ...nobody, everyone: true };
  }
  const named = principals.flatMap((principal) => accountOfPrincipal(principal) ?? []);
  const left = narrowed.accounts;
  return { ...nobody, accounts: left ? named.filter((account) => left.includes(account)) : named };
}

/** The account of a principal: its number, or an ARN. Ids such as AIDA… name a principal that is deleted. */
function accountOfPrincipal(principal: string): string | undefined {
  return /^\d{12}$/.test(principal) ? principal : accountIn(principal);
}
