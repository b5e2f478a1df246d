import fc from "fast-check";
import {
  type AccessRequest,
  type ContextValue,
  type Grant,
  type KnownPolicies,
  parsePolicy,
  parsePrincipal,
  parseResource,
} from "../../../shared/access/index.ts";
import {
  alice,
  appRole,
  appSession,
  bob,
  key,
  other,
  otherRole,
  otherRoot,
  type RawStatement,
  root,
  secret,
} from "./cases/case.ts";

/** Condition keys that random conditions ask for; none follows from who asks for what. */
export const freeKeys = ["aws:SourceIp", "aws:PrincipalOrgID", "aws:TagKeys", "kms:RequestAlias"];
const texts = ["a", "b", "203.0.113.9", "o-1"];

/** Any value that a request may have under a condition key. */
export const knownValue: fc.Arbitrary<ContextValue> = fc.oneof(
  fc.constant("absent" as const),
  fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 2 }),
);

const operator = fc
  .tuple(
    fc.constantFrom("", "ForAllValues:", "ForAnyValue:"),
    fc.constantFrom(
      "StringEquals",
      "StringNotEquals",
      "StringLike",
      "IpAddress",
      "NotIpAddress",
      "ArnNotLike",
    ),
    fc.constantFrom("", "IfExists"),
  )
  .map((parts) => parts.join(""));
const conditionLine = fc.oneof(
  fc.record({
    operator,
    key: fc.constantFrom(...freeKeys),
    values: fc.uniqueArray(fc.constantFrom(...texts, "*", "${aws:PrincipalOrgID}"), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({
    operator: fc.constant("Null"),
    key: fc.constantFrom(...freeKeys),
    values: fc.constantFrom(["true"], ["false"]),
  }),
);
const condition = fc
  .array(conditionLine, { maxLength: 2 })
  .map((lines) => Object.fromEntries(lines.map((line) => [line.operator, { [line.key]: line.values }])));

const element = (name: string, value: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.constantFrom(name, name, name, `Not${name}`), value).map(([as, what]) => ({ [as]: what }));
const action = element(
  "Action",
  fc.constantFrom("*", "kms:*", "kms:Decrypt", "secretsmanager:*", ["kms:Encrypt", "secretsmanager:Get*"]),
);
const resource = element(
  "Resource",
  fc.constantFrom(
    "*",
    key,
    secret,
    "arn:aws:kms:*",
    "arn:aws:secretsmanager:*:*:secret:${aws:PrincipalOrgID}*",
  ),
);
const people = [alice, bob, appRole, appSession, root, otherRole, otherRoot, other];
const principal = element(
  "Principal",
  fc.oneof(
    fc.constant("*"),
    fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 }).map((AWS) => ({ AWS })),
  ),
);
const effect = fc.constantFrom("Allow", "Allow", "Deny").map((Effect) => ({ Effect }));
const statement = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<RawStatement> =>
  fc
    .tuple(effect, action, resource, condition, ...parts)
    .map(([one, two, three, Condition, ...rest]) =>
      Object.assign({}, one, two, three, { Condition }, ...rest),
    );

const named = (name: string, each: fc.Arbitrary<RawStatement>) =>
  fc
    .array(each, { maxLength: 3 })
    .map((Statement) => [{ name, document: parsePolicy({ Version: "2012-10-17", Statement }) }]);
const orNone = <T>(layer: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant("none" as const) }, layer);
const context = fc.dictionary(fc.constantFrom("app", "env"), fc.constantFrom("pay", "ops"), { maxKeys: 2 });
const grant: fc.Arbitrary<Grant> = fc.record({
  id: fc.constant("g"),
  grantee: fc.constantFrom(...people),
  operations: fc.constantFrom(["Decrypt"], ["Encrypt"], ["Decrypt", "CreateGrant"]),
  encryptionContextSubset: fc.option(context, { nil: undefined }),
});

/** Policies of every kind. */
export const policies: fc.Arbitrary<KnownPolicies> = fc.record({
  identity: named("identity", statement()),
  boundary: orNone(named("boundary", statement())),
  session: orNone(named("session", statement())),
  serviceControl: orNone(fc.array(named("scp", statement()), { minLength: 1, maxLength: 2 })),
  resourceControl: orNone(fc.array(named("rcp", statement(principal)), { minLength: 1, maxLength: 2 })),
  endpoint: orNone(named("endpoint", statement(principal))),
  resource: orNone(named("policy", statement(principal))),
  grants: orNone(fc.array(grant, { maxLength: 2 })),
});

/** Requests of which the free keys are not known. */
export const requests: fc.Arbitrary<AccessRequest> = fc
  .record({
    who: fc.constantFrom(...people.filter((one) => one !== other)),
    what: fc.constantFrom(
      ["kms:Decrypt", key],
      ["kms:Encrypt", key],
      ["secretsmanager:GetSecretValue", secret],
    ),
    encryptionContext: fc.option(context, { nil: undefined }),
  })
  .map(({ who, what: [action = "", on = ""], encryptionContext }) => ({
    principal: parsePrincipal(who),
    action,
    resource: parseResource(on),
    encryptionContext,
  }));
