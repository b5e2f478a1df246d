import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicySyntaxError, parsePolicy } from "../../../../shared/access/index.ts";

const allow = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };

describe("a policy document", () => {
  it("is the same with one statement as with a list of one", () => {
    expect(parsePolicy({ Statement: allow })).toEqual(parsePolicy({ Statement: [allow] }));
  });
  it("is of 2008 unless it says otherwise", () => {
    expect(parsePolicy({ Statement: allow }).version).toBe("2008-10-17");
    expect(parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: [] })).version).toBe("2012-10-17");
  });
  it("may write booleans and numbers in conditions as they are", () => {
    const Condition = {
      Bool: { "aws:SecureTransport": true },
      NumericLessThan: { "aws:MultiFactorAuthAge": 3600 },
    };
    expect(parsePolicy({ Statement: { ...allow, Condition } }).statements[0]?.conditions).toEqual([
      { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
      { operator: "NumericLessThan", key: "aws:MultiFactorAuthAge", values: ["3600"] },
    ]);
  });
  it.each([
    ["no JSON", "{", /not JSON/],
    ["no statement", {}, /Statement/],
    ["an effect that is none", { Statement: { ...allow, Effect: "allow" } }, /Effect/],
    ["no action", { Statement: { Effect: "Allow", Resource: "*" } }, /either Action or NotAction/],
    ["both resources", { Statement: { ...allow, NotResource: "*" } }, /both Resource and NotResource/],
    ["both principals", { Statement: { ...allow, Principal: "*", NotPrincipal: "*" } }, /both Principal/],
    ["an element that AWS does not know", { Statement: { ...allow, Conditions: {} } }, /Conditions/],
    ["a principal that is a plain name", { Statement: { ...allow, Principal: "alice" } }, /Principal/],
    ["a version that is none", { Version: "2012", Statement: allow }, /Version/],
  ])("with %s is refused, and the element named", (_, policy, message) => {
    expect(() => parsePolicy(policy)).toThrow(PolicySyntaxError);
    expect(() => parsePolicy(policy)).toThrow(message);
  });
  it("is read, or refused with its own error, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.jsonValue()), (anything) => {
        try {
          parsePolicy(anything);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicySyntaxError);
        }
      }),
    );
  });
});
