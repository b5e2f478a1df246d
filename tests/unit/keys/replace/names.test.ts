import { describe, expect, it } from "vitest";
import { isOfAPrincipal } from "../../../../shared/keys/replace/copy-grants.ts";
import { policyForAnother } from "../../../../shared/keys/replace/create-key.ts";
import { namingOf, sameNaming } from "../../../../shared/keys/replace/names.ts";
import { hangsOnTheKey } from "../../../../shared/keys/replace/policies-naming.ts";

const old = { id: "11111111-1111-4111-8111-111111111111", arn: "" };
old.arn = `arn:aws:kms:eu-west-1:111122223333:key/${old.id}`;
const other = { id: "22222222-2222-4222-8222-222222222222", arn: "" };
other.arn = `arn:aws:kms:eu-west-1:111122223333:key/${other.id}`;
const aliases = ["alias/prod-shop"];

describe("what names the old key", () => {
  it.each([
    [old.id, "byId", other.id],
    [old.arn, "byArn", other.arn],
    ["alias/prod-shop", "byAlias", "alias/prod-shop"],
    [
      "arn:aws:kms:eu-west-1:111122223333:alias/prod-shop",
      "byAlias",
      "arn:aws:kms:eu-west-1:111122223333:alias/prod-shop",
    ],
  ] as const)("%s names it %s, and then the new one as %s", (text, naming, renamed) => {
    expect(namingOf(text, old, aliases)).toBe(naming);
    expect(sameNaming(text, naming, other)).toBe(renamed);
  });

  it.each([
    undefined,
    other.id,
    "alias/prod-shop-too",
    "alias/aws/secretsmanager",
    "arn:aws:kms:us-east-1:111122223333:alias/prod-shop",
    "arn:aws:kms:eu-west-1:444455556666:alias/prod-shop",
  ])("%s does not", (text) => {
    expect(namingOf(text, old, aliases)).toBeUndefined();
  });
});

describe("policies of readers", () => {
  const allowing = (Resource: string, Condition = {}) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource, Condition }] });

  it.each([
    ["names the key's ARN", allowing(old.arn), true],
    ["names it, as IAM gives it", encodeURIComponent(allowing(old.arn)), true],
    [
      "has a condition on its aliases",
      allowing("*", { StringLike: { "kms:RequestAlias": "alias/*" } }),
      true,
    ],
    [
      "asks for its aliases",
      allowing("*", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "a" } }),
      true,
    ],
    ["names another key", allowing(other.arn), false],
    ["names all keys with a tag", allowing("*", { StringEquals: { "aws:ResourceTag/env": "prod" } }), false],
    ["is not URL-encoded and has a percent sign", "100%", false],
    ["is none", undefined, false],
  ])("one that %s: hangs on the old key: %3$s", (_, document, expected) => {
    expect(hangsOnTheKey(document, old)).toBe(expected);
  });
});

describe("the new key's policy", () => {
  it("says * where the old one's named the old key, and is the same for the rest", () => {
    const policy = (Resource: string) =>
      JSON.stringify({
        Statement: [
          { Sid: "read", Resource },
          { Sid: "other", Resource: other.arn },
        ],
      });
    expect(policyForAnother(policy(old.arn), old)).toBe(policy("*"));
    expect(policyForAnother(policy("*"), old)).toBe(policy("*"));
  });
});

describe("grants that the new key gets too", () => {
  it.each([
    [{ GranteePrincipal: "arn:aws:iam::111122223333:role/app" }, true],
    [{ GranteePrincipal: "arn:aws:iam::444455556666:user/partner" }, true],
    [{ GranteePrincipal: "ec2.amazonaws.com" }, false],
    [{ GranteePrincipal: "arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/i-1" }, false],
    [
      {
        GranteePrincipal:
          "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
      },
      false,
    ],
    [
      {
        GranteePrincipal: "arn:aws:iam::111122223333:role/app",
        RetiringPrincipal: "rds.eu-west-1.amazonaws.com",
      },
      false,
    ],
    [{}, false],
  ])("%o: %s", (grant, expected) => {
    expect(isOfAPrincipal(grant)).toBe(expected);
  });
});
