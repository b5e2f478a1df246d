import * as z from "zod";

/** A policy document cannot be read; the message names the element. */
export class PolicySyntaxError extends Error {
  override name = "PolicySyntaxError";
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** AWS takes one of a kind in place of a list of one. */
const listOf = <T extends z.ZodType>(each: T) =>
  z.preprocess((value) => (Array.isArray(value) || value === undefined ? value : [value]), z.array(each));
const strings = listOf(scalar);
const principalSchema = z.union([z.literal("*"), z.record(z.string(), strings)]);

const statementSchema = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(["Allow", "Deny"]),
    Principal: principalSchema.optional(),
    NotPrincipal: principalSchema.optional(),
    Action: strings.optional(),
    NotAction: strings.optional(),
    Resource: strings.optional(),
    NotResource: strings.optional(),
    Condition: z.record(z.string(), z.record(z.string(), strings)).optional(),
  })
  .refine((s) => (s.Action === undefined) !== (s.NotAction === undefined), "needs either Action or NotAction")
  .refine((s) => s.Resource === undefined || s.NotResource === undefined, "has both Resource and NotResource")
  .refine(
    (s) => s.Principal === undefined || s.NotPrincipal === undefined,
    "has both Principal and NotPrincipal",
  );

const documentSchema = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).default("2008-10-17"),
  Id: z.string().optional(),
  Statement: listOf(statementSchema),
});

/** A list of patterns, or all but what they match. */
export interface Patterns {
  not: boolean;
  patterns: string[];
}

/** One entry of a Principal element: `AWS`, `Service`, `Federated` or `CanonicalUser`, and its value. */
export interface PrincipalEntry {
  type: string;
  value: string;
}

/** One line of a Condition element. */
export interface ConditionLine {
  operator: string;
  key: string;
  values: string[];
}

/** A statement of a policy, in one shape whichever way it was written. */
export interface Statement {
  sid?: string | undefined;
  effect: "Allow" | "Deny";
  /** None in an identity policy. */
  principal?: { not: boolean; entries: PrincipalEntry[] } | undefined;
  action: Patterns;
  /** None where the document is attached to its only resource. */
  resource?: Patterns | undefined;
  conditions: ConditionLine[];
}

/** A policy document. */
export interface PolicyDocument {
  /** Policy variables are text in documents of 2008, which is also the default. */
  version: "2012-10-17" | "2008-10-17";
  statements: Statement[];
}

/**
 * Reads a policy document of any kind.
 *
 * @param policy JSON text, or what was parsed from it
 * @throws PolicySyntaxError naming the element that is wrong
 */
export function parsePolicy(policy: unknown): PolicyDocument {
  const parsed = documentSchema.safeParse(typeof policy === "string" ? parseJson(policy) : policy);
  if (!parsed.success) {
    throw new PolicySyntaxError(`This is no policy document: ${z.prettifyError(parsed.error)}`);
  }
  return { version: parsed.data.Version, statements: parsed.data.Statement.map(toStatement) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolicySyntaxError("This is no policy document: it is not JSON.", { cause });
  }
}

function toStatement(statement: z.output<typeof statementSchema>): Statement {
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } =
    statement;
  const principal = Principal ?? NotPrincipal;
  const resource = Resource ?? NotResource;
  return {
    sid: Sid,
    effect: Effect,
    principal: principal && { not: NotPrincipal !== undefined, entries: toEntries(principal) },
    action: { not: NotAction !== undefined, patterns: Action ?? NotAction ?? [] },
    resource: resource && { not: NotResource !== undefined, patterns: resource },
    conditions: Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
    ),
  };
}

function toEntries(principal: z.output<typeof principalSchema>): PrincipalEntry[] {
  if (principal === "*") return [{ type: "AWS", value: "*" }];
  return Object.entries(principal).flatMap(([type, values]) => values.map((value) => ({ type, value })));
}
