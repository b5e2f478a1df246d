import {
  account,
  allow,
  byRole,
  deploying,
  type Examples,
  example,
  kms,
  ownAccount,
  policy,
  refused,
  stranger,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user replaces a policy with one for the account",
      kms("PutKeyPolicy", { policy: policy(ownAccount) }),
      {
        severity: "LOW",
        why: "nobody outside the account",
      },
    ),
    example(
      "A role opens the key to the organisation",
      kms(
        "PutKeyPolicy",
        {
          policy: policy(
            allow("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
          ),
        },
        byRole("ci"),
      ),
      { why: "organisation o-a1b2c3d4e5" },
    ),
    example(
      "A policy lets in a role of the account",
      kms("PutKeyPolicy", { policy: policy(allow({ AWS: `arn:aws:iam::${account}:role/app` })) }),
    ),
  ],
  silent: [
    example(
      "CloudFormation replaces a policy",
      kms("PutKeyPolicy", { policy: policy(ownAccount) }, deploying),
    ),
    example(
      "A user who may not replace it tries",
      kms("PutKeyPolicy", { policy: policy(ownAccount) }, refused),
    ),
    example(
      "A policy lets in another account: another detection tells of it",
      kms("PutKeyPolicy", { policy: policy(allow({ AWS: stranger })) }),
    ),
    example("A policy is looked at", kms("GetKeyPolicy", { policyName: "default" })),
  ],
};
