import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../../shared/access/index.ts";
import { keyKind, keyPolicy, noRoles, policyInWords } from "../../../../shared/keys/index.ts";

const account = "111122223333";
const inWords = (...Statement: object[]) =>
  policyInWords(parsePolicy({ Version: "2012-10-17", Statement }), account);
const allow = (Principal: unknown, Action: string | string[], more = {}) => ({
  Effect: "Allow",
  Principal,
  Action,
  Resource: "*",
  ...more,
});

describe("a key policy in words", () => {
  it("says who manages, uses and reads", () => {
    const roles = {
      ...noRoles,
      administrators: [`arn:aws:iam::${account}:role/Admin`],
      readers: ["arn:aws:iam::444455556666:role/Report"],
      throughServices: ["s3"],
    };
    const place = { partition: "aws", account, region: "eu-central-1" };
    expect(policyInWords(parsePolicy(keyPolicy(roles, place, keyKind())), account)).toEqual([
      "Root of this account and whom its identity policies let may manage it.",
      "role/Admin may manage it.",
      "role/Report of account 444455556666 may only Decrypt.",
      expect.stringMatching(
        /^Root of this account .* may Decrypt, Encrypt, .*, through s3\.eu-central-1\.amazonaws\.com alone\.$/,
      ),
    ]);
  });

  it.each<[string, object, string]>([
    [
      "everything",
      allow({ AWS: `arn:aws:iam::${account}:root` }, "kms:*"),
      "Root of this account and whom its identity policies let may do everything with it (kms:*).",
    ],
    ["everyone", allow("*", "kms:Decrypt"), "Everyone, of any account, may only Decrypt."],
    [
      "another account by its number",
      allow({ AWS: "444455556666" }, "kms:Sign"),
      "Root of account 444455556666 and whom its identity policies let may only Sign.",
    ],
    [
      "a deleted principal",
      allow({ AWS: "AROA123456789EXAMPLE" }, "kms:Decrypt"),
      "AROA123456789EXAMPLE, a principal that was deleted, may only Decrypt.",
    ],
    [
      "a service with its condition",
      allow({ Service: "sns.amazonaws.com" }, "kms:Decrypt", {
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      }),
      `The service sns.amazonaws.com may only Decrypt, if aws:SourceAccount StringEquals ${account}.`,
    ],
    [
      "a Deny",
      { ...allow({ AWS: `arn:aws:iam::${account}:user/eve` }, "kms:Decrypt"), Effect: "Deny" },
      "user/eve may never Decrypt.",
    ],
    [
      "all but some operations",
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:user/eve` },
        NotAction: "kms:Decrypt",
        Resource: "*",
      },
      "user/eve may do everything but Decrypt.",
    ],
    [
      "all but some principals",
      {
        Effect: "Deny",
        NotPrincipal: { AWS: `arn:aws:iam::${account}:role/App` },
        Action: "kms:*",
        Resource: "*",
      },
      "Everyone but role/App may never do everything with it (kms:*).",
    ],
    ["an operation that is not known", allow("*", "kms:Sing"), "Everyone, of any account, may Sing."],
  ])("says %s", (_, statement, sentence) => {
    expect(inWords(statement)).toEqual([sentence]);
  });

  it("tells that an administrator of AWS's default policy may make grants, and so decrypt", () => {
    const actions = [
      "Create*",
      "Describe*",
      "Enable*",
      "List*",
      "Put*",
      "Update*",
      "Revoke*",
      "Disable*",
      "Get*",
      "Delete*",
    ];
    const [sentence] = inWords(
      allow(
        { AWS: `arn:aws:iam::${account}:role/Admin` },
        actions.map((name) => `kms:${name}`),
      ),
    );
    expect(sentence).toMatch(/^role\/Admin may manage it, .*CreateGrant/);
  });
});
