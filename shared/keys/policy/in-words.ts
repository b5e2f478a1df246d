import { GrantOperation } from "@aws-sdk/client-kms";
import { matchesIgnoringCase, type PolicyDocument } from "../../access/index.ts";
import { administration } from "./operations.ts";

type Statement = PolicyDocument["statements"][number];
type Patterns = Statement["action"];

/** What uses a key, whatever its kind, or lets others use it. */
const using = Object.values(GrantOperation).filter((name) => name !== "DescribeKey");
const managing = administration.filter((name) => name !== "DescribeKey");
/** Operations of management that are named one by one at most. */
const mostNamed = 5;

/**
 * A key policy in sentences, one for each statement: who may do what, on which condition.
 *
 * @param account of the key
 */
export function policyInWords({ statements }: PolicyDocument, account: string): string[] {
  return statements.map((statement) => {
    const isAllowed = statement.effect === "Allow";
    const verb = isAllowed ? "may" : "may never";
    const conditions = statement.conditions.map(conditionInWords);
    const when = conditions.length === 0 ? "" : `, ${conditions.join(", and ")}`;
    return `${whoInWords(statement, account)} ${verb} ${whatInWords(statement.action, isAllowed)}${when}.`;
  });
}

function whoInWords({ principal }: Statement, account: string): string {
  if (!principal) return "Nobody (no principal is named)";
  const names = principal.entries.map(({ type, value }) => nameInWords(type, value, account));
  return principal.not ? `Everyone but ${names.join(", ")}` : names.join(", ");
}

function nameInWords(type: string, value: string, account: string): string {
  if (value === "*") return "Everyone, of any account,";
  if (type === "Service") return `The service ${value}`;
  if (type !== "AWS") return value;
  const root = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  if (root !== undefined) {
    return `Root of ${root === account ? "this account" : `account ${root}`} and whom its identity policies let`;
  }
  if (/^A(ROA|IDA)/.test(value)) return `${value}, a principal that was deleted,`;
  const [, owner, name] = /^arn:[^:]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(value) ?? [];
  if (name === undefined) return value;
  return owner === account ? name : `${name} of account ${owner}`;
}

function whatInWords({ not, patterns }: Patterns, isAllowed: boolean): string {
  const names = patterns.map((pattern) => pattern.replace(/^kms:/i, ""));
  if (not) return `do everything but ${names.join(", ")}`;
  if (names.includes("*")) return "do everything with it (kms:*)";
  const includes = (operation: string) => names.some((name) => matchesIgnoringCase(name, operation));
  const manages = managing.filter(includes);
  const uses = using.filter(includes);
  const known = [...managing, ...using, ...(manages.length > mostNamed ? ["DescribeKey"] : [])];
  const unsaid = names.filter((name) => !known.some((operation) => matchesIgnoringCase(name, operation)));
  const all = [
    ...(manages.length > mostNamed ? ["manage it"] : manages),
    // A grant, which lets others use it, is no management: an administrator who may make one may decrypt.
    ...uses,
    ...unsaid,
  ];
  return `${isAllowed && all.length === 1 && uses.length === 1 ? "only " : ""}${all.join(", ")}`;
}

function conditionInWords({ operator, key, values }: Statement["conditions"][number]): string {
  const said = values.join(" or ");
  if (operator === "StringEquals" && key.toLowerCase() === "kms:viaservice") return `through ${said} alone`;
  return `if ${key} ${operator} ${said}`;
}
