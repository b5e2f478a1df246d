import { describe, expect, it } from "vitest";
import { lintBothSides, lintPolicy, type PolicyKind, parsePolicy } from "../../../../shared/access/index.ts";
import {
  account,
  alice,
  allow,
  allowTo,
  appRole,
  deny,
  key,
  otherRole,
  otherRoot,
  type RawStatement,
  secret,
  secretsManager,
  toAccount,
} from "../cases/case.ts";
import { aKey, aSecret, awsManagedKey } from "../known.ts";

const rulesOf = (kind: PolicyKind, statements: RawStatement[]) =>
  lintPolicy({
    name: "policy",
    kind,
    account,
    region: "us-east-1",
    document: parsePolicy({ Version: "2012-10-17", Statement: statements }),
  }).map(({ rule }) => rule);
const toService = (Condition?: object) => ({
  ...allow("kms:Decrypt", "*", Condition),
  Principal: { Service: "sns.amazonaws.com" },
});
const get = "secretsmanager:GetSecretValue";

const keyPolicies: [string, RawStatement[], string[]][] = [
  ["the default policy", [toAccount], []],
  ["everyone", [toAccount, allowTo("*", "kms:Decrypt")], ["wildcard-principal"]],
  ["everyone, as a string", [toAccount, { ...allow("kms:Decrypt"), Principal: "*" }], ["wildcard-principal"]],
  [
    "everyone of the organization",
    [toAccount, allowTo("*", "kms:Decrypt", { StringEquals: { "aws:PrincipalOrgID": "o-1" } })],
    [],
  ],
  [
    "everyone of the account through a service",
    [
      toAccount,
      allowTo("*", "kms:Decrypt", {
        StringEquals: { "kms:CallerAccount": account, "kms:ViaService": secretsManager },
      }),
    ],
    [],
  ],
  [
    "everyone through a service of any account",
    [toAccount, allowTo("*", "kms:Decrypt", { StringEquals: { "kms:ViaService": secretsManager } })],
    ["wildcard-principal"],
  ],
  [
    "a condition that all fulfil",
    [toAccount, allowTo("*", "kms:Decrypt", { StringLike: { "aws:PrincipalArn": "*" } })],
    ["wildcard-principal"],
  ],
  [
    "a condition that an absent key fulfils",
    [toAccount, allowTo("*", "kms:Decrypt", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } })],
    ["wildcard-principal"],
  ],
  [
    "a negated condition",
    [toAccount, allowTo("*", "kms:Decrypt", { StringNotEquals: { "aws:PrincipalAccount": "1" } })],
    ["wildcard-principal"],
  ],
  ["a Deny for everyone", [toAccount, { ...deny("kms:Decrypt"), Principal: "*" }], []],
  [
    "NotPrincipal with Allow",
    [toAccount, { ...allow("kms:Decrypt"), NotPrincipal: { AWS: alice } }],
    ["not-principal-allow"],
  ],
  [
    "NotPrincipal with Deny",
    [toAccount, { ...deny("kms:Decrypt"), NotPrincipal: { AWS: alice } }],
    ["not-principal-deny"],
  ],
  ["a service for anybody", [toAccount, toService()], ["confused-deputy"]],
  [
    "a service for one account",
    [toAccount, toService({ StringEquals: { "aws:SourceAccount": account } })],
    [],
  ],
  [
    "a service with a condition about the caller alone",
    [toAccount, toService({ StringEquals: { "aws:SourceVpce": "vpce-1" } })],
    ["confused-deputy"],
  ],
  ["kms:* for a role", [toAccount, allowTo(appRole, "kms:*")], ["kms-all"]],
  [
    "kms:* for another account",
    [toAccount, allowTo(otherRoot, "kms:*")],
    ["kms-all", "grant-by-another", "whole-account"],
  ],
  [
    "use for a role of another account",
    [toAccount, allowTo(otherRole, ["kms:Decrypt", "kms:DescribeKey"])],
    [],
  ],
  [
    "grants by another account for services alone",
    [toAccount, allowTo(otherRoot, "kms:CreateGrant", { Bool: { "kms:GrantIsForAWSResource": "true" } })],
    ["whole-account"],
  ],
  [
    "a service of another Region",
    [
      toAccount,
      allowTo(appRole, "kms:Decrypt", {
        StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" },
      }),
    ],
    ["via-service-region"],
  ],
  ["no way back in", [allowTo(appRole, ["kms:PutKeyPolicy", "kms:Decrypt"])], ["no-way-back-in"]],
];
const identityPolicies: [string, RawStatement[], string[]][] = [
  ["decryption with all keys", [allow("kms:Decrypt")], ["decrypt-with-all-keys"]],
  [
    "decryption with all keys of an account",
    [allow("kms:Decrypt", `arn:aws:kms:*:${account}:key/*`)],
    ["decrypt-with-all-keys"],
  ],
  ["decryption by a pattern of actions", [allow("kms:De*")], ["decrypt-with-all-keys"]],
  [
    "decryption through a service",
    [allow("kms:Decrypt", "*", { StringEquals: { "kms:ViaService": secretsManager } })],
    [],
  ],
  ["decryption with one key", [allow("kms:Decrypt", key)], []],
  ["description of all keys", [allow("kms:DescribeKey")], []],
  ["kms:* with one key", [allow("kms:*", key)], ["kms-all", "grants-for-anybody"]],
  [
    "all by NotAction",
    [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
    ["decrypt-with-all-keys", "all-secrets", "grants-for-anybody"],
  ],
  ["all secrets", [allow(get)], ["all-secrets"]],
  ["all secrets of a tag", [allow(get, "*", { StringEquals: { "aws:ResourceTag/team": "pay" } })], []],
  ["a secret by its name alone", [allow(get, secret.replace("-AbCdEf", ""))], ["secret-without-suffix"]],
  ["a secret by its name and any suffix", [allow(get, secret.replace("AbCdEf", "??????"))], []],
  ["an alias for a key", [allow("kms:Decrypt", "arn:aws:kms:us-east-1:1:alias/prod")], ["alias-for-key"]],
  ["an alias for itself", [allow("kms:UpdateAlias", "arn:aws:kms:us-east-1:1:alias/prod")], []],
];

describe("what is wrong with a policy", () => {
  it.each(keyPolicies)("key policy: %s", (_, statements, rules) => {
    expect(rulesOf("key policy", statements).sort()).toEqual([...rules].sort());
  });
  it.each(identityPolicies)("identity policy: %s", (_, statements, rules) => {
    expect(rulesOf("identity policy", statements).sort()).toEqual([...rules].sort());
  });

  it("names the statement and says how to mend it, the worst first", () => {
    const [worst, ...others] = lintPolicy({
      name: "key policy",
      kind: "key policy",
      account,
      document: parsePolicy({
        Statement: [allowTo(appRole, "kms:*"), { Sid: "Open", ...allowTo("*", "kms:Decrypt") }],
      }),
    });
    expect(worst).toMatchObject({
      severity: "CRITICAL",
      statement: "Open",
      fix: expect.stringContaining("Name the principals"),
    });
    expect(others).toHaveLength(2);
  });
});

describe("both sides of a shared secret", () => {
  const shared = [allowTo(otherRole, get)];
  const ofKey = [
    toAccount,
    allowTo(otherRole, "kms:Decrypt", { StringEquals: { "kms:ViaService": secretsManager } }),
  ];
  const rules = (...sides: Parameters<typeof lintBothSides>) =>
    lintBothSides(...sides).map(({ problem }) => problem);

  it("match", () => {
    expect(rules(aSecret(shared), aKey(ofKey))).toEqual([]);
  });
  it("do not where the key policy lacks the reader", () => {
    expect(rules(aSecret(shared), aKey())).toEqual([
      expect.stringContaining("the key policy does not allow it"),
    ]);
  });
  it("do not where the secret's policy lacks the reader", () => {
    expect(rules(aSecret(), aKey(ofKey))).toEqual([expect.stringContaining("but not get the secret")]);
  });
  it("never do with the AWS managed key", () => {
    expect(rules(aSecret(shared), awsManagedKey())).toEqual([
      expect.stringContaining("never used across accounts"),
    ]);
  });
  it("match by a grant", () => {
    const grants = [{ id: "g", grantee: otherRole, operations: ["Decrypt"] }];
    expect(rules(aSecret(shared), aKey([toAccount], { grants }))).toEqual([]);
  });
  it("are asked of other accounts alone", () => {
    expect(rules(aSecret([allowTo(appRole, get)]), aKey())).toEqual([]);
  });
});
