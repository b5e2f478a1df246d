import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openings } from "../../../../shared/detection/reading/index.ts";

const own = "111122223333";
const other = "999988887777";

const openingsOf = (...statements: unknown[]) => openings(JSON.stringify({ Statement: statements }), [own]);
const allow = (Principal: unknown, more: object = {}) => ({
  Effect: "Allow",
  Principal,
  Action: "kms:*",
  Resource: "*",
  ...more,
});
const closed = { everyone: false, accounts: [], organisations: [] };

describe("whom a policy opens its resource to", () => {
  it.each([
    ["*", "*"],
    ["AWS: *", { AWS: "*" }],
    ["a list with *", { AWS: [`arn:aws:iam::${own}:root`, "*"] }],
  ])("is everyone for %s", (_, principal) => {
    expect(openingsOf(allow(principal))).toEqual({ ...closed, everyone: true });
  });

  it.each([
    ["its number", other],
    ["its root", `arn:aws:iam::${other}:root`],
    ["a role of it", `arn:aws:iam::${other}:role/path/reader`],
    ["a session of it", `arn:aws:sts::${other}:assumed-role/reader/me`],
  ])("is another account for %s", (_, principal) => {
    expect(openingsOf(allow({ AWS: principal }))).toEqual({ ...closed, accounts: [other] });
  });

  it.each([
    ["the account itself", allow({ AWS: [own, `arn:aws:iam::${own}:role/app`] })],
    ["a service", allow({ Service: "logs.amazonaws.com" })],
    ["a principal that was deleted", allow({ AWS: "AROAEXAMPLEDELETED" })],
    ["everyone who is denied", allow("*", { Effect: "Deny" })],
    ["calls that show little", allow("*", { Action: ["kms:DescribeKey", "kms:ListGrants"] })],
    ["no statement", undefined],
  ])("is nobody for %s", (_, statement) => {
    expect(openingsOf(statement)).toEqual(closed);
  });

  it("is everyone if all but some are allowed", () => {
    expect(openingsOf({ Effect: "Allow", NotPrincipal: { AWS: other }, Action: "*" }).everyone).toBe(true);
  });

  it.each([
    ["kms:CallerAccount", { StringEquals: { "kms:CallerAccount": own } }],
    ["the same in other letters", { StringEquals: { "KMS:calleraccount": own } }],
    ["aws:PrincipalAccount in a list", { StringEquals: { "aws:PrincipalAccount": [own] } }],
    ["aws:PrincipalArn", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${own}:role/*` } }],
    ["aws:SourceArn", { ArnEquals: { "aws:SourceArn": `arn:aws:sns:eu-central-1:${own}:topic` } }],
  ])("is nobody for everyone with the condition %s", (_, Condition) => {
    expect(openingsOf(allow("*", { Condition }))).toEqual(closed);
  });

  it.each([
    ["kms:ViaService", { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } }],
    ["a network", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }],
    ["a pattern that fits all", { StringLike: { "kms:CallerAccount": "*" } }],
    ["any organisation", { StringLike: { "aws:PrincipalOrgID": "o-*" } }],
    ["a condition for all but the account", { StringNotEquals: { "kms:CallerAccount": own } }],
    [
      "a condition that lets through what lacks the key",
      { StringEqualsIfExists: { "aws:SourceAccount": own } },
    ],
    ["a role's name in whatever account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } }],
  ])("is everyone still with %s", (_, Condition) => {
    expect(openingsOf(allow("*", { Condition })).everyone).toBe(true);
  });

  it("is the organisation that a condition names", () => {
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
    expect(openingsOf(allow("*", { Condition }))).toEqual({ ...closed, organisations: ["o-a1b2c3d4e5"] });
  });

  it("is the other account that a condition names, and no account that a condition keeps out", () => {
    const to = (account: string) => ({ Condition: { StringEquals: { "kms:CallerAccount": account } } });
    expect(openingsOf(allow("*", to(other)))).toEqual({ ...closed, accounts: [other] });
    expect(openingsOf(allow({ AWS: other }, to(own)))).toEqual(closed);
  });

  it("takes an object as well as a text, and one statement in the place of a list", () => {
    expect(openings({ Statement: allow("*") }, [own]).everyone).toBe(true);
  });

  it("reads nothing out of what is no policy, and never fails", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue()), (policy) => {
        expect(openings(policy, [own]).accounts).toBeInstanceOf(Array);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (Principal, Condition, Action) => {
        const statement = { Effect: "Allow", Principal, Condition, Action };
        expect(openingsOf(statement).organisations).toBeInstanceOf(Array);
      }),
    );
  });
});
