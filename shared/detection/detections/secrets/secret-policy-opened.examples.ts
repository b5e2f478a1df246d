import {
  account,
  allow,
  type Examples,
  example,
  policy,
  refused,
  secrets,
  stranger,
  strangersRole,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A policy lets a role of another account read",
      secrets("PutResourcePolicy", { resourcePolicy: policy(allow({ AWS: strangersRole })) }),
      {
        severity: "HIGH",
        why: `account ${stranger}`,
      },
    ),
    example(
      "A policy lets everyone read",
      secrets("PutResourcePolicy", { resourcePolicy: policy(allow("*")), blockPublicPolicy: false }),
      {
        severity: "CRITICAL",
        why: "BlockPublicPolicy false",
      },
    ),
    example(
      "A harmless policy, but without the check for a public one",
      secrets("PutResourcePolicy", {
        resourcePolicy: policy(allow({ AWS: account })),
        blockPublicPolicy: false,
      }),
      {
        severity: "MEDIUM",
      },
    ),
  ],
  silent: [
    example(
      "A policy for the account",
      secrets("PutResourcePolicy", {
        resourcePolicy: policy(allow({ AWS: account })),
        blockPublicPolicy: true,
      }),
    ),
    example(
      "The other account is trusted",
      secrets("PutResourcePolicy", { resourcePolicy: policy(allow({ AWS: strangersRole })) }),
      { settings: { trustedAccounts: [stranger] } },
    ),
    example(
      "Everyone of the organisation",
      secrets("PutResourcePolicy", {
        resourcePolicy: policy(
          allow("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
        ),
      }),
    ),
    example(
      "A policy denies others",
      secrets("PutResourcePolicy", { resourcePolicy: policy(allow("*", { Effect: "Deny" })) }),
    ),
    example("It was refused", secrets("PutResourcePolicy", { resourcePolicy: policy(allow("*")) }, refused)),
  ],
};
