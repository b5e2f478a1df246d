import ipaddr from "ipaddr.js";
import { parseArn } from "../policy/arn.ts";
import { literal, matches, type Pattern, wildcards } from "../policy/pattern.ts";

/** How one condition operator compares a value of the request with a value of the policy. */
export interface Operator {
  /** Whether it asks that nothing be met: then an absent key fulfils it. */
  negated: boolean;
  /** How the policy's value is read. */
  read: (text: string) => Pattern;
  /** Whether they meet, whether or not the operator is negated. */
  meets: (requested: string, policy: Pattern) => boolean;
}

const text = (pattern: Pattern) =>
  pattern.map((part) => (typeof part === "string" ? part : part.char)).join("");

function compared(parse: (text: string) => number, holds: (a: number, b: number) => boolean): Operator {
  return {
    negated: false,
    read: literal,
    // NaN, which is what nonsense is parsed to, compares as false.
    meets: (requested, policy) => holds(parse(requested), parse(text(policy))),
  };
}

const number = (value: string) => (value.trim() === "" ? Number.NaN : Number(value));
/** ISO 8601, or seconds since 1970. */
const instant = (value: string) => (/^-?\d{5,}$/.test(value) ? Number(value) * 1000 : Date.parse(value));

const equals: Operator = {
  negated: false,
  read: literal,
  meets: (requested, policy) => matches(policy, requested),
};
const equalsIgnoringCase: Operator = {
  negated: false,
  read: literal,
  meets: (requested, policy) => text(policy).toLowerCase() === requested.toLowerCase(),
};
const like: Operator = { ...equals, read: wildcards };
const arnLike: Operator = { negated: false, read: wildcards, meets: arnMeets };
const ipAddress: Operator = {
  negated: false,
  read: literal,
  meets: (requested, policy) => inRange(requested, text(policy)),
};
const not = (operator: Operator): Operator => ({ ...operator, negated: true });
const ordered = (name: string, parse: (text: string) => number): [string, Operator][] => [
  [`${name}Equals`, compared(parse, (a, b) => a === b)],
  [`${name}NotEquals`, not(compared(parse, (a, b) => a === b))],
  [`${name}LessThan`, compared(parse, (a, b) => a < b)],
  [`${name}LessThanEquals`, compared(parse, (a, b) => a <= b)],
  [`${name}GreaterThan`, compared(parse, (a, b) => a > b)],
  [`${name}GreaterThanEquals`, compared(parse, (a, b) => a >= b)],
];

/** Condition operators by name: IAM User Guide, reference_policies_elements_condition_operators. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ["StringEquals", equals],
  ["StringNotEquals", not(equals)],
  ["StringEqualsIgnoreCase", equalsIgnoringCase],
  ["StringNotEqualsIgnoreCase", not(equalsIgnoringCase)],
  ["StringLike", like],
  ["StringNotLike", not(like)],
  // ArnEquals and ArnLike behave alike.
  ["ArnEquals", arnLike],
  ["ArnNotEquals", not(arnLike)],
  ["ArnLike", arnLike],
  ["ArnNotLike", not(arnLike)],
  ["Bool", equalsIgnoringCase],
  ["BinaryEquals", equals],
  ["IpAddress", ipAddress],
  ["NotIpAddress", not(ipAddress)],
  ...ordered("Numeric", number),
  ...ordered("Date", instant),
]);

/** Each of an ARN's six parts is matched by itself, so that no wildcard reaches over a colon but in the last. */
function arnMeets(requested: string, policy: Pattern): boolean {
  const arn = parseArn(requested);
  if (!arn) return false;
  const parts = splitAtColons(policy, 6);
  // `*` alone is a pattern for every ARN.
  if (parts.length === 1) return matches(policy, requested);
  const values = ["arn", arn.partition, arn.service, arn.region, arn.account, arn.resource];
  return parts.length === 6 && values.every((value, index) => matches(parts[index] ?? [], value));
}

function splitAtColons(pattern: Pattern, most: number): Pattern[] {
  const parts: Pattern[number][][] = [[]];
  for (const part of pattern) {
    if (typeof part !== "string" && part.char === ":" && parts.length < most) parts.push([]);
    else parts.at(-1)?.push(part);
  }
  return parts;
}

function inRange(requested: string, range: string): boolean {
  if (!ipaddr.isValid(requested)) return false;
  const address = ipaddr.parse(requested);
  if (ipaddr.isValidCIDR(range)) {
    const [network, bits] = ipaddr.parseCIDR(range);
    return network.kind() === address.kind() && address.match(network, bits);
  }
  return ipaddr.isValid(range) && ipaddr.parse(range).toNormalizedString() === address.toNormalizedString();
}
