import { describe, expect, it } from "vitest";
import { principalsNamed, whoCanDecrypt, whoCanRead } from "../../../shared/access/index.ts";
import {
  alice,
  all,
  allow,
  allowTo,
  appRole,
  bob,
  deny,
  otherRole,
  otherRoot,
  root,
  secretsManager,
  toAccount,
} from "./cases/case.ts";
import { aKey, aReader, aSecret, awsManagedKey } from "./known.ts";

const names = (found: { principal: string; outcome: string }[]) =>
  found.map(({ principal, outcome }) => [principal, outcome]);
const through = { StringEquals: { "kms:ViaService": secretsManager } };

describe("who can decrypt with a key", () => {
  it("are those whom policies allow; who surely cannot is left out", () => {
    const people = [
      aReader(alice, [allow("kms:Decrypt")]),
      aReader(bob),
      aReader(appRole, [all, deny("kms:*")]),
    ];
    expect(whoCanDecrypt(aKey(), people)).toMatchObject([
      { principal: alice, outcome: "allowed", byWayOf: [] },
    ]);
  });
  it("are also those who can make a grant or change the policy", () => {
    const people = [aReader(alice, [allow("kms:CreateGrant")]), aReader(bob, [allow("kms:PutKeyPolicy")])];
    expect(whoCanDecrypt(aKey(), people)).toMatchObject([
      { principal: alice, outcome: "denied", byWayOf: [{ action: "kms:CreateGrant", outcome: "allowed" }] },
      { principal: bob, outcome: "denied", byWayOf: [{ action: "kms:PutKeyPolicy", outcome: "allowed" }] },
    ]);
  });
  it("are perhaps those who can through a service, unless it is named", () => {
    const people = [aReader(alice, [allow("kms:Decrypt", "*", through)])];
    expect(whoCanDecrypt(aKey(), people)).toMatchObject([
      { outcome: "unknown", unknownKeys: ["kms:ViaService"] },
    ]);
    expect(names(whoCanDecrypt(aKey(), people, { via: secretsManager }))).toEqual([[alice, "allowed"]]);
    expect(whoCanDecrypt(aKey(), people, { via: "s3.us-east-1.amazonaws.com" })).toEqual([]);
  });
  it("are those whom policy and grants name, too: of other accounts and services", () => {
    const grants = [{ id: "g", grantee: "dynamodb.amazonaws.com", operations: ["Decrypt"] }];
    const shared = aKey(
      [
        toAccount,
        allowTo([otherRole, otherRoot, "AROAEXAMPLEEXAMPLE123"], "kms:Decrypt"),
        allowTo("*", "kms:DescribeKey"),
      ],
      { grants },
    );
    const people = principalsNamed(shared, [aReader(root)]);
    expect(names(whoCanDecrypt(shared, people))).toEqual([
      [otherRole, "unknown"],
      [otherRoot, "allowed"],
      ["dynamodb.amazonaws.com", "allowed"],
    ]);
  });
});

describe("who can read a secret", () => {
  it("are those who may get it and decrypt it", () => {
    const get = allow("secretsmanager:GetSecretValue");
    const people = [
      aReader(alice, [get, allow("kms:Decrypt", "*", through)]),
      aReader(bob, [get]),
      aReader(appRole, [allow("kms:Decrypt")]),
    ];
    expect(names(whoCanRead(aSecret(), aKey(), people))).toEqual([[alice, "allowed"]]);
    expect(names(whoCanRead(aSecret(), awsManagedKey(), people))).toEqual([
      [alice, "allowed"],
      [bob, "allowed"],
    ]);
  });
  it("are also those who may change the policy that is missing", () => {
    const people = [
      aReader(alice, [allow(["kms:Decrypt", "secretsmanager:PutResourcePolicy"])]),
      aReader(bob, [allow(["secretsmanager:GetSecretValue", "kms:CreateGrant"])]),
    ];
    expect(whoCanRead(aSecret(), aKey(), people)).toMatchObject([
      { principal: alice, outcome: "denied", byWayOf: [{ action: "secretsmanager:PutResourcePolicy" }] },
      { principal: bob, outcome: "denied", byWayOf: [{ action: "kms:CreateGrant" }] },
    ]);
  });
});
