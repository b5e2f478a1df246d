import { describe, expect, it } from "vitest";
import {
  decide,
  type KnownPolicies,
  knownPolicies,
  nothingKnown,
  parsePrincipal,
  UnknownActionError,
} from "../../../shared/access/index.ts";
import {
  alice,
  allow,
  allowTo,
  appRole,
  deny,
  key,
  otherRole,
  type RawStatement,
  toAccount,
} from "./cases/case.ts";
import { aKey, aReader } from "./known.ts";

describe("a decision", () => {
  const request = { principal: parsePrincipal(alice), resource: aKey().resource };

  it("names every kind of policies that nobody looked at, and is not certain", () => {
    const decision = decide({ ...request, action: "kms:Decrypt" }, nothingKnown);
    expect(decision.outcome).toBe("unknown");
    expect(decision.notLookedAt).toEqual([
      "service control policies",
      "resource control policies",
      "VPC endpoint policy",
      "key policy",
      "grants",
      "identity policies",
      "permissions boundary",
    ]);
  });
  it.each(["s3:GetObject", "kms:*", "Decrypt", ""])("is not made about %o", (action) => {
    expect(() => decide({ ...request, action }, nothingKnown)).toThrow(UnknownActionError);
  });

  const ofReader = (
    arn: string,
    statements: RawStatement[],
    keyPolicy: RawStatement[] = [toAccount],
  ): KnownPolicies => knownPolicies(aReader(arn, statements), aKey(keyPolicy));

  it("names the statement that denies, with its document", () => {
    const { reason, decidedBy } = decide(
      { ...request, action: "kms:Decrypt" },
      ofReader(alice, [{ Sid: "No", ...deny("kms:*") }]),
    );
    expect(reason).toBe('Denied explicitly by "No" of other (identity policies).');
    expect(decidedBy).toMatchObject([{ statement: "No", document: "other", effect: "Deny" }]);
  });
  it("numbers statements without a Sid", () => {
    const { decidedBy } = decide(
      { ...request, action: "kms:Decrypt" },
      ofReader(alice, [allow("s3:*"), allow("kms:*")]),
    );
    expect(decidedBy.map(({ statement }) => statement)).toEqual([
      "Enable IAM User Permissions",
      "statement 2",
    ]);
  });
  it("names every policy in which an Allow is missing", () => {
    const across = {
      principal: parsePrincipal(otherRole),
      resource: request.resource,
      action: "kms:Decrypt",
    };
    expect(decide(across, ofReader(otherRole, [])).reason).toBe(
      "No statement of the key policy and identity policies allows it, and no grant does. " +
        "Across accounts, the resource's side and the principal's must both allow.",
    );
    expect(decide(across, ofReader(otherRole, [allow("kms:*")])).reason).toMatch(
      /^No statement of the key policy allows it/,
    );
  });
  it("tells which condition kept a statement from allowing", () => {
    const only = allowTo(alice, "kms:Decrypt", {
      StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
    });
    const { layers } = decide({ ...request, action: "kms:Decrypt" }, ofReader(alice, [], [only]));
    expect(layers.find(({ layer }) => layer === "key policy")?.statements).toMatchObject([
      { truth: false, conditions: [{ key: "kms:ViaService", truth: false }] },
    ]);
  });
  it("names of what is not known only what would decide", () => {
    const role = { principal: parsePrincipal(appRole), resource: request.resource, action: "kms:Decrypt" };
    const statements = [allow("kms:Decrypt", key, { Bool: { "aws:MultiFactorAuthPresent": "true" } })];
    const { unknownKeys, notLookedAt } = decide(role, ofReader(appRole, statements));
    expect(unknownKeys).toEqual(["aws:MultiFactorAuthPresent"]);
    expect(notLookedAt).toContain("session policies");
  });
});
