import { texts } from "../../../trail/index.ts";
import { accountIn } from "../names.ts";

/** Operators that let a request through only if its value is one of those given; `…IfExists` lets others through. */
const narrowing = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;

/** Condition keys whose value is an account. Names of condition keys are not case-sensitive. */
const accounts = ["kms:calleraccount", "aws:principalaccount", "aws:sourceaccount", "aws:sourceowner"];

/** Condition keys whose value is an ARN with an account in it. */
const arns = ["aws:principalarn", "aws:sourcearn"];

/** Condition keys that keep to one organisation. */
const organisations = [
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
];

/** To whom a condition narrows a statement; nothing of it where it narrows to nobody in particular. */
export interface Narrowed {
  accounts?: string[];
  organisations?: string[];
}

/**
 * Whom a statement's condition leaves. `kms:ViaService` and networks are no answer: they say through what
 * somebody comes, not who.
 */
export function narrowedTo(condition: unknown): Narrowed {
  const found: Narrowed = {};
  for (const { key, values } of restrictions(condition)) {
    const named = accountsOf(key, values);
    if (named) found.accounts = intersection(found.accounts, named);
    if (organisations.includes(key) && !values.some(isOpen)) found.organisations = values;
  }
  return found;
}

function* restrictions(condition: unknown): Generator<{ key: string; values: string[] }> {
  for (const [operator, keys] of entriesOf(condition)) {
    if (!narrowing.test(operator)) continue;
    for (const [key, value] of entriesOf(keys)) yield { key: key.toLowerCase(), values: texts(value) };
  }
}

function accountsOf(key: string, values: readonly string[]): string[] | undefined {
  const read = accounts.includes(key) ? accountNumber : arns.includes(key) ? accountIn : undefined;
  if (!read) return undefined;
  const named = values.map(read);
  return named.every((account) => account !== undefined) ? named : undefined;
}

function accountNumber(value: string): string | undefined {
  return /^\d{12}$/.test(value) ? value : undefined;
}

/** A pattern that any organisation may fit. */
function isOpen(value: string): boolean {
  return /^[^a-z0-9]*\*|^o-\*/.test(value);
}

function intersection(one: readonly string[] | undefined, other: readonly string[]): string[] {
  return one ? one.filter((account) => other.includes(account)) : [...other];
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
