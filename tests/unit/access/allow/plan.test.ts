import { describe, expect, it } from "vitest";
import { fitting } from "../../../../shared/access/allow/merge.ts";
import {
  type AllowPlan,
  ImpossibleError,
  isPolicy,
  PolicyTooLargeError,
  parsePolicy,
  parseResource,
  planRead,
  planUse,
  RefusedPlanError,
} from "../../../../shared/access/index.ts";
import {
  account,
  alice,
  allow,
  allowTo,
  appRole,
  appSession,
  deny,
  denyTo,
  key,
  other,
  otherRole,
  otherRoot,
  secret,
  secretsManager,
  toAccount,
} from "../cases/case.ts";
import { aKey, aReader, aSecret, awsManagedKey } from "../known.ts";

const kinds = ({ documents }: AllowPlan) => documents.map(({ kind, side }) => `${side}: ${kind}`);
const statementsOf = ({ documents }: AllowPlan, kind: string) =>
  documents.flatMap((one) => (one.kind === kind && isPolicy(one) ? JSON.parse(one.after).Statement : []));

describe("letting a principal read a secret", () => {
  it("of another account takes three documents", () => {
    const plan = planRead(aSecret(), aKey(), aReader(otherRole));
    expect(plan.outcome).toBe("allowed");
    expect(kinds(plan)).toEqual(["owner: key policy", "owner: secret policy", "reader: identity policy"]);
    expect(statementsOf(plan, "key policy")).toEqual([
      toAccount,
      {
        Sid: expect.stringMatching(/^RekeyRead[0-9a-f]{12}$/),
        Effect: "Allow",
        Principal: { AWS: otherRole },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:ViaService": secretsManager, "kms:EncryptionContext:SecretARN": secret },
        },
      },
    ]);
    const anySuffix = secret.replace("AbCdEf", "??????");
    expect(statementsOf(plan, "identity policy")).toMatchObject([
      { Action: "secretsmanager:GetSecretValue", Resource: anySuffix },
      {
        Action: "kms:Decrypt",
        Resource: key,
        Condition: {
          StringEquals: { "kms:ViaService": secretsManager },
          StringLike: { "kms:EncryptionContext:SecretARN": anySuffix },
        },
      },
    ]);
    expect(plan.notes).toContainEqual(expect.stringContaining("replication"));
  });

  it("of the same account takes an identity policy where the key is left to the account", () => {
    expect(kinds(planRead(aSecret(), aKey(), aReader(alice)))).toEqual(["reader: identity policy"]);
  });
  it("of the same account takes the key policy where the key is not left to the account", () => {
    const plan = planRead(aSecret(), aKey([allowTo(appRole, "kms:*")]), aReader(alice));
    expect(kinds(plan)).toEqual(["owner: key policy", "reader: identity policy"]);
  });
  it("under the AWS managed key takes no permission for the key", () => {
    const plan = planRead(aSecret(), awsManagedKey(), aReader(alice));
    expect(statementsOf(plan, "identity policy")).toHaveLength(1);
    expect(plan.outcome).toBe("allowed");
  });
  it("of another account under the AWS managed key is impossible, and says what is possible", () => {
    expect(() => planRead(aSecret(), awsManagedKey(), aReader(otherRole))).toThrow(ImpossibleError);
    expect(() => planRead(aSecret(), awsManagedKey(), aReader(otherRole))).toThrow(
      /customer managed key.*replicat/,
    );
  });
  it("of another account under the AWS managed key moves it to a customer managed key if so asked", () => {
    const moveTo = {
      key: aKey(),
      principals: [aReader(alice, [allow("secretsmanager:GetSecretValue"), allow("kms:Decrypt")])],
    };
    const plan = planRead(aSecret(), awsManagedKey(), aReader(otherRole), { moveTo });
    expect(kinds(plan)).toEqual([
      "owner: key policy",
      "owner: key of the secret",
      "owner: secret policy",
      "reader: identity policy",
    ]);
    expect(plan.outcome).toBe("allowed");
    expect(plan.documents[1]).toMatchObject({
      target: secret,
      before: "alias/aws/secretsmanager",
      after: key,
    });
    expect(plan.notes).toContainEqual(expect.stringContaining("kms:GenerateDataKey"));
  });
  it("moves no secret away from who reads it now, and names them", () => {
    const moveTo = { key: aKey(), principals: [aReader(alice, [allow("secretsmanager:GetSecretValue")])] };
    const moving = () => planRead(aSecret(), awsManagedKey(), aReader(otherRole), { moveTo });
    expect(moving).toThrow(RefusedPlanError);
    expect(moving).toThrow(`could read the secret no longer: ${alice}.`);
  });
  it("says when it was not looked at who reads a secret that moves", () => {
    const moveTo = { key: aKey(), principals: "notLookedAt" as const };
    expect(planRead(aSecret(), awsManagedKey(), aReader(otherRole), { moveTo }).notes).toContainEqual(
      expect.stringContaining("was not looked at"),
    );
  });
  it.each([
    ["an AWS managed key", awsManagedKey()],
    ["a key of another account", aKey([toAccount], { resource: parseResource(key.replace(account, other)) })],
    [
      "a key for signing",
      aKey([toAccount], { resource: { ...parseResource(key), attributes: { "kms:KeySpec": ["RSA_2048"] } } }),
    ],
  ])("moves no secret to %s", (_, to) => {
    const moveTo = { key: to, principals: [] };
    expect(() => planRead(aSecret(), awsManagedKey(), aReader(otherRole), { moveTo })).toThrow(
      ImpossibleError,
    );
  });
  it("does not move a secret that is under a customer managed key", () => {
    const moveTo = { key: aKey(), principals: [] };
    expect(kinds(planRead(aSecret(), aKey(), aReader(otherRole), { moveTo }))).not.toContain(
      "owner: key of the secret",
    );
  });
  it("is refused where the secret's key is not known, and asks for it", () => {
    const unknown = aKey([], {
      resource: parseResource(key.replace(/[^/]*$/, "unknown")),
      policy: "notLookedAt",
    });
    expect(() => planRead(aSecret(), unknown, aReader(otherRole))).toThrow(/--key ARN/);
  });
  it("says for an account that its principals need policies too", () => {
    expect(planRead(aSecret(), aKey(), aReader(other)).notes).toContainEqual(
      expect.stringContaining(`Each principal of ${other} still needs`),
    );
  });
  it("is refused where the organization of its account does not let it", () => {
    const closed = { Effect: "Deny", Action: "kms:*", Resource: "*" };
    const organization = {
      id: "o-1",
      serviceControl: [[{ name: "scp", document: parsePolicy({ Statement: [closed] }) }]],
      resourceControl: "none" as const,
    };
    expect(() => planRead(aSecret(), aKey(), aReader(otherRole, [], { organization }))).toThrow(/of scp/);
  });
  it("names the role of a session", () => {
    const plan = planRead(aSecret(), aKey([allowTo(alice, "kms:*")]), aReader(appSession));
    expect(statementsOf(plan, "key policy").at(-1)).toMatchObject({ Principal: { AWS: appRole } });
  });
  it("trusts the whole account if so asked", () => {
    const plan = planRead(aSecret(), aKey(), aReader(otherRole), { fromAccount: true });
    expect(statementsOf(plan, "secret policy")).toMatchObject([{ Principal: { AWS: otherRoot } }]);
    expect(plan.outcome).toBe("allowed");
  });
  it("for an account writes the owner's documents alone", () => {
    expect(kinds(planRead(aSecret(), aKey(), aReader(other)))).toEqual([
      "owner: key policy",
      "owner: secret policy",
    ]);
  });
  it("by a grant leaves the key policy alone", () => {
    const plan = planRead(aSecret(), aKey(), aReader(otherRole), { byGrant: true });
    expect(kinds(plan)[0]).toBe("owner: grant");
    expect(plan.documents[0]).toMatchObject({
      grant: { grantee: otherRole, operations: ["Decrypt"], encryptionContextSubset: { SecretARN: secret } },
    });
  });
  it("finds the grant that is there", () => {
    const grants = [
      {
        id: "g",
        grantee: otherRole,
        operations: ["Decrypt"],
        encryptionContextSubset: { SecretARN: secret },
      },
    ];
    const plan = planRead(aSecret(), aKey([toAccount], { grants }), aReader(otherRole), { byGrant: true });
    expect(plan.documents[0]).toMatchObject({ changed: false, grant: { id: "g" } });
  });
  it("keeps what is there, whoever wrote it", () => {
    const present = { Sid: "Theirs", ...denyTo(alice, "secretsmanager:DeleteSecret") };
    expect(statementsOf(planRead(aSecret([present]), aKey(), aReader(otherRole)), "secret policy")).toEqual([
      present,
      expect.objectContaining({ Effect: "Allow" }),
    ]);
  });
  it("is refused where a Deny would win", () => {
    expect(() => planRead(aSecret([denyTo("*", "secretsmanager:*")]), aKey(), aReader(otherRole))).toThrow(
      RefusedPlanError,
    );
    expect(() => planRead(aSecret(), aKey(), aReader(alice, [deny("kms:Decrypt")]))).toThrow(
      /still be denied/,
    );
  });
  it("is refused where a boundary does not let it", () => {
    const bounded = aReader(alice, [], { boundary: aReader(alice, [allow("s3:*")]).identity });
    expect(() => planRead(aSecret(), aKey(), bounded)).toThrow(RefusedPlanError);
  });
  it("says that policies which nobody could read are not replaced", () => {
    const unread = aKey([toAccount], { policyText: undefined, policy: "notLookedAt" });
    expect(planRead(aSecret(), unread, aReader(otherRole)).notes).toContainEqual(
      expect.stringContaining("do not replace it"),
    );
  });
  it("is refused for a service", () => {
    expect(() => planRead(aSecret(), aKey(), aReader("rds.amazonaws.com"))).toThrow(ImpossibleError);
  });
  it("is refused where the policy would be longer than AWS takes", () => {
    const full = Array.from({ length: 150 }, (_, n) => ({
      Sid: `S${n}`,
      ...allowTo(`arn:aws:iam::${account}:role/r${n}`, "secretsmanager:GetSecretValue"),
    }));
    expect(() => planRead(aSecret(full), aKey(), aReader(otherRole))).toThrow(PolicyTooLargeError);
    const fullKey = aKey([...full, ...full.map((one) => ({ ...one, Sid: `${one.Sid}b` }))]);
    expect(() => planUse(fullKey, aReader(otherRole))).toThrow(/key policy of .* is full.*32768/);
  });
  it("takes white space away where the policy is longer than AWS takes with it alone", () => {
    const many = Array.from({ length: 110 }, (_, n) => ({
      Sid: `S${n}`,
      ...allowTo(`arn:aws:iam::${account}:role/r${n}`, "secretsmanager:GetSecretValue"),
    }));
    const [, policy] = planRead(aSecret(many), aKey(), aReader(otherRole)).documents;
    if (!policy || !isPolicy(policy)) throw new Error("There is no policy.");
    expect(Buffer.byteLength(policy.after)).toBeGreaterThan(20_480);
    expect(Buffer.byteLength(fitting(policy.after, policy.limit))).toBeLessThanOrEqual(20_480);
    expect(JSON.parse(fitting(policy.after, policy.limit))).toEqual(JSON.parse(policy.after));
  });
});

describe("letting a principal use a key", () => {
  it("of another account takes both sides", () => {
    expect(kinds(planUse(aKey(), aReader(otherRole)))).toEqual([
      "owner: key policy",
      "reader: identity policy",
    ]);
  });
  it("gives the operations that were asked for", () => {
    const plan = planUse(aKey(), aReader(otherRole), ["Decrypt"]);
    expect(statementsOf(plan, "key policy").at(-1)).toMatchObject({ Action: ["kms:Decrypt"] });
  });
  it("of an AWS managed key is impossible", () => {
    expect(() => planUse(awsManagedKey(), aReader(alice))).toThrow(ImpossibleError);
  });
  it("is refused for an operation that no other account can do", () => {
    expect(() => planUse(aKey(), aReader(otherRole), ["ScheduleKeyDeletion"])).toThrow(RefusedPlanError);
  });
  it("by a grant takes nothing else", () => {
    expect(kinds(planUse(aKey(), aReader(otherRole), ["Decrypt"], { byGrant: true }))).toEqual([
      "owner: grant",
    ]);
  });
});
