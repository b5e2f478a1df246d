import { describe, expect, it } from "vitest";
import {
  checkWayBackIn,
  KeyPolicyTooLargeError,
  KeyRoleError,
  type KeyRoles,
  keyPolicy,
  LockOutError,
  noRoles,
} from "../../../../shared/keys/index.ts";

const place = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const symmetric = { spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT" } as const;
const role = (name: string, account = place.account) => `arn:aws:iam::${account}:role/${name}`;
const policyOf = (roles: Partial<KeyRoles>) => keyPolicy({ ...noRoles, ...roles }, place, symmetric);

describe("a key policy", () => {
  it("has a statement for each kind of role that is asked for, and for the account", () => {
    const { Statement } = policyOf({
      administrators: [role("Admin")],
      users: [role("App")],
      readers: [role("Report")],
      throughServices: ["s3", "rds"],
      servicePrincipals: ["cloudwatch.amazonaws.com"],
    });
    expect(Statement.map(({ Sid, Principal, Condition }) => ({ Sid, Principal, Condition }))).toEqual([
      { Sid: "TheAccountAdministers", Principal: { AWS: ["arn:aws:iam::111122223333:root"] } },
      { Sid: "AdministratorsManage", Principal: { AWS: [role("Admin")] } },
      { Sid: "UsersUse", Principal: { AWS: [role("App")] } },
      { Sid: "ReadersRead", Principal: { AWS: [role("Report")] } },
      {
        Sid: "TheAccountUsesThroughServices",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Condition: {
          StringEquals: {
            "kms:ViaService": ["s3.eu-central-1.amazonaws.com", "rds.eu-central-1.amazonaws.com"],
          },
        },
      },
      {
        Sid: "ServicesHoldGrants",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Condition: {
          StringEquals: { "kms:ViaService": ["rds.eu-central-1.amazonaws.com"] },
          Bool: { "kms:GrantIsForAWSResource": "true" },
        },
      },
      {
        Sid: "ServicesUse",
        Principal: { Service: ["cloudwatch.amazonaws.com"] },
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
  });

  it("lets those make grants who are to, and nobody who manages", () => {
    const { Statement } = policyOf({ administrators: [role("Admin")], granters: [role("Lender")] });
    const mayGrant = Statement.filter(({ Action }) => Action.includes("kms:CreateGrant"));
    expect(mayGrant.map(({ Principal }) => Principal)).toEqual([{ AWS: [role("Lender")] }]);
  });

  it("lets readers do nothing but decrypt", () => {
    const { Statement } = policyOf({ readers: [role("Report")] });
    expect(Statement.find(({ Sid }) => Sid === "ReadersRead")?.Action).toEqual(["kms:Decrypt"]);
  });

  it.each<[string, Partial<KeyRoles>, RegExp]>([
    [
      "an administrator of another account",
      { administrators: [role("Admin", "444455556666")] },
      /no other account manage/,
    ],
    [
      "an administrator who is to use the key",
      { administrators: [role("A")], users: [role("A")] },
      /name two roles/,
    ],
    [
      "an administrator who is to read",
      { administrators: [role("A")], readers: [role("A")] },
      /name two roles/,
    ],
    [
      "an administrator who is to make grants",
      { administrators: [role("A")], granters: [role("A")] },
      /name two roles/,
    ],
    [
      "a role of another account that is to make grants",
      { granters: [role("Lender", "444455556666")] },
      /hand the key on/,
    ],
    ["a session", { users: ["arn:aws:sts::111122223333:assumed-role/App/i-1"] }, /name its role/],
    ["a federated user", { users: ["arn:aws:sts::111122223333:federated-user/x"] }, /name its role/],
    ["a service in place of a role", { users: ["rds.amazonaws.com"] }, /is a service/],
    ["everyone", { users: ["*"] }, /names no principal/],
    ["a wildcard in a role", { throughServices: ["*"] }, /is no service/],
    ["no service principal", { servicePrincipals: ["*"] }, /no service principal/],
  ])("is refused for %s", (_, roles, message) => {
    expect(() => policyOf(roles)).toThrow(KeyRoleError);
    expect(() => policyOf(roles)).toThrow(message);
  });

  it("is refused above 32 KB, and not below", () => {
    const roles = (count: number) => ({
      users: Array.from({ length: count }, (_, i) => role(`App-${i}`.padEnd(64, "x"))),
    });
    expect(() => policyOf(roles(300))).not.toThrow();
    expect(() => policyOf(roles(350))).toThrow(KeyPolicyTooLargeError);
    expect(() => policyOf(roles(350))).toThrow(/has \d+ bytes, and KMS takes 32768/);
  });
});

describe("the check for a way back in", () => {
  const root = `arn:aws:iam::${place.account}:root`;
  const check = (...Statement: object[]) =>
    checkWayBackIn(JSON.stringify({ Version: "2012-10-17", Statement }), place, [role("Admin")]);
  const allow = (principal: string, more = {}) => ({
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: "kms:PutKeyPolicy",
    Resource: "*",
    ...more,
  });

  it("passes a policy that the root and every administrator can change", () => {
    expect(() => check(allow(root), allow(role("Admin")))).not.toThrow();
  });

  it.each<[string, object[], string]>([
    ["the root is missing", [allow(role("Admin"))], root],
    ["an administrator is missing", [allow(root)], role("Admin")],
    [
      "a condition binds it",
      [allow(root, { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }), allow(role("Admin"))],
      root,
    ],
    [
      "a Deny takes it away",
      [allow(root), allow(role("Admin")), allow("*", { Effect: "Deny", Action: "kms:Put*" })],
      `${root}, ${role("Admin")}`,
    ],
  ])("refuses one where %s", (_, statements, who) => {
    expect(() => check(...statements)).toThrow(LockOutError);
    expect(() => check(...statements)).toThrow(`With this key policy ${who} could not change it any more.`);
  });
});
