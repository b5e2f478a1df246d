import type { Statement } from "../policy/document.ts";
import { matchesIgnoringCase } from "../policy/pattern.ts";

const callerKeys = [
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceip",
  "kms:calleraccount",
];
const sourceKeys = callerKeys.filter((key) => key.startsWith("aws:source") && !/vpc|ip$/.test(key));
const positive = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/;

/** Whether a statement's conditions say who calls, with values that are not all. */
export function narrowsCaller(statement: Statement): boolean {
  return narrows(statement, callerKeys);
}

/** Whether a statement's conditions say for which resource or account a service calls. */
export function narrowsSource(statement: Statement): boolean {
  return narrows(statement, sourceKeys);
}

/** Whether a condition asks that one of the keys have one of certain values: a negation, `…IfExists` or `*` does not. */
function narrows({ conditions }: Statement, keys: readonly string[]): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      positive.test(operator) &&
      keys.includes(key.toLowerCase()) &&
      values.every((value) => !/^(\*+|0\.0\.0\.0\/0|::\/0|arn(:\*)+)$/.test(value)),
  );
}

/** Whether a statement asks for a condition key at all. */
export function asksFor({ conditions }: Statement, key: RegExp): boolean {
  return conditions.some((line) => key.test(line.key));
}

/** Whether a statement allows the action. */
export function allowsAction({ effect, action }: Statement, wanted: string): boolean {
  return (
    effect === "Allow" &&
    action.patterns.some((pattern) => matchesIgnoringCase(pattern, wanted)) !== action.not
  );
}

/** Whether the statement means all resources of a service. */
export function meansAll({ resource }: Statement, service: string): boolean {
  const all = new RegExp(
    `^(\\*|arn:[^:]*:${service}:\\*(:.*)?|arn:[^:]*:${service}:[^:]*:[^:]*:(\\*|[a-z]+[/:]\\*))$`,
  );
  return resource !== undefined && (resource.not || resource.patterns.some((pattern) => all.test(pattern)));
}

/** Accounts that a statement trusts as a whole. */
export function accountsOf({ principal }: Statement): string[] {
  if (!principal || principal.not) return [];
  return principal.entries.flatMap(({ type, value }) => {
    const [, account] = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value) ?? [];
    return type === "AWS" && account ? [account] : [];
  });
}
