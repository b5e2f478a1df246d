import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AccessRequest,
  type AllowPlan,
  decide,
  isPolicy,
  type KnownPolicies,
  mergeStatements,
  parsePolicy,
  parsePrincipal,
  parseResource,
  planRead,
  planUse,
} from "../../../../shared/access/index.ts";
import {
  alice,
  allow,
  allowTo,
  appRole,
  bob,
  denyTo,
  key,
  otherRole,
  otherUser,
  type RawStatement,
  root,
  secret,
  secretsManager,
  toAccount,
} from "../cases/case.ts";
import { aKey, aReader, aSecret } from "../known.ts";

const readers = [alice, appRole, otherRole, otherUser];
const operations = ["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey", "Sign"];
const reader = fc.constantFrom(...readers);
const wantedOperations = fc.uniqueArray(fc.constantFrom(...operations), { minLength: 1 });

/** Any call that anybody might make. */
const calls = fc.record({
  who: fc.constantFrom(...readers, bob),
  action: fc.constantFrom(
    ...[...operations, "CreateGrant", "PutKeyPolicy", "ScheduleKeyDeletion"].map((name) => `kms:${name}`),
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "secretsmanager:DeleteSecret",
  ),
  on: fc.constantFrom(key, key.replace("1234abcd", "00000000"), secret, secret.replace("shop", "bank")),
  via: fc.constantFrom(undefined, secretsManager, "s3.us-east-1.amazonaws.com"),
  encryptionContext: fc.constantFrom(
    {},
    { SecretARN: secret },
    { SecretARN: secret.replace("shop", "bank") },
  ),
});
type Call = Omit<AccessRequest, "principal" | "resource"> & { who: string; on: string };

/** What the plan's documents alone let a call do: only the reader has the identity policy, only this key the key policy. */
function outcomeOf(plan: AllowPlan, reader: string, { who, on, ...call }: Call) {
  const policies = (kind: string, applies: boolean) =>
    plan.documents.flatMap((one) =>
      applies && one.kind === kind && isPolicy(one) ? [{ name: kind, document: parsePolicy(one.after) }] : [],
    );
  const own = on === key ? policies("key policy", true) : policies("secret policy", on === secret);
  const known: KnownPolicies = {
    identity: policies("identity policy", who === reader),
    boundary: "none",
    session: "none",
    serviceControl: "none",
    resourceControl: "none",
    endpoint: "none",
    resource: own,
    grants: "none",
  };
  return decide({ ...call, principal: parsePrincipal(who), resource: parseResource(on) }, known).outcome;
}

describe("generated policies, asked by the evaluator", () => {
  it("for reading a secret let the reader decrypt this secret through Secrets Manager, and nothing else", () => {
    fc.assert(
      fc.property(reader, calls, (who, call) => {
        // A key that is not left to the account, so that all is in the generated documents.
        const plan = planRead(aSecret(), aKey([allowTo(root, "kms:PutKeyPolicy")]), aReader(who));
        const asked =
          call.who === who &&
          ((call.action === "secretsmanager:GetSecretValue" && call.on === secret) ||
            (call.action === "kms:Decrypt" &&
              call.on === key &&
              call.via === secretsManager &&
              call.encryptionContext.SecretARN === secret));
        expect(outcomeOf(plan, who, call)).toBe(asked ? "allowed" : "denied");
      }),
      { numRuns: 500 },
    );
  });

  it("for the use of a key let the operations that were asked for, and nothing else", () => {
    fc.assert(
      fc.property(reader, wantedOperations, calls, (who, wanted, call) => {
        const plan = planUse(aKey([allowTo(root, "kms:PutKeyPolicy")]), aReader(who), wanted);
        const asked =
          call.who === who && call.on === key && wanted.some((one) => call.action === `kms:${one}`);
        expect(outcomeOf(plan, who, call)).toBe(asked ? "allowed" : "denied");
      }),
      { numRuns: 500 },
    );
  });
});

const statement: fc.Arbitrary<RawStatement> = fc
  .tuple(
    fc.constantFrom(
      toAccount,
      allowTo(appRole, "kms:*"),
      denyTo(bob, "kms:Decrypt"),
      { ...allow("kms:Encrypt"), Principal: "*" },
      allowTo([alice, root], ["kms:PutKeyPolicy", "kms:Get*"], { Bool: { "aws:SecureTransport": true } }),
    ),
    fc.option(fc.string({ minLength: 1, maxLength: 5 }), { nil: undefined }),
  )
  .map(([one, Sid]) => ({ ...one, ...(Sid !== undefined && { Sid }) }));
const document = fc
  .tuple(
    fc.oneof(statement, fc.array(statement, { maxLength: 4 })),
    fc.constantFrom("2012-10-17", "2008-10-17"),
  )
  .map(([Statement, Version]) => JSON.stringify({ Version, Id: "theirs", Statement }));

describe("merging into a policy", () => {
  const added = [
    {
      Sid: "Rekey1",
      Effect: "Allow" as const,
      Principal: { AWS: otherRole },
      Action: "kms:Decrypt",
      Resource: "*",
    },
  ];

  it("twice is merging once", () => {
    fc.assert(
      fc.property(document, (text) => {
        const once = mergeStatements(text, added);
        expect(mergeStatements(once, added)).toBe(once);
      }),
    );
  });

  it("keeps every other statement as it was, and in its place", () => {
    fc.assert(
      fc.property(document, (text) => {
        const before = [JSON.parse(text).Statement].flat();
        expect(JSON.parse(mergeStatements(text, added)).Statement.slice(0, before.length)).toEqual(before);
      }),
    );
  });

  it("takes from nobody the right to change the policy", () => {
    fc.assert(
      fc.property(document, fc.constantFrom(root, alice, appRole, bob), (text, who) => {
        const may = (policy: string) =>
          decide(
            { principal: parsePrincipal(who), action: "kms:PutKeyPolicy", resource: parseResource(key) },
            {
              identity: [{ name: "all", document: parsePolicy({ Statement: allow("*") }) }],
              boundary: "none",
              session: "none",
              serviceControl: "none",
              resourceControl: "none",
              endpoint: "none",
              resource: [{ name: "key policy", document: parsePolicy(policy) }],
              grants: "none",
            },
          ).outcome;
        expect(may(mergeStatements(text, added))).toBe(may(text));
      }),
    );
  });

  it("refuses what is no policy document", () => {
    expect(() => mergeStatements("{}", added)).toThrow(/no policy document/);
    expect(() => mergeStatements("nonsense", added)).toThrow(/not JSON/);
  });
});
