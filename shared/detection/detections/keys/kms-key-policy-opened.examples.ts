import {
  account,
  allow,
  deploying,
  type Examples,
  example,
  kms,
  ownAccount,
  policy,
  refused,
  stranger,
  strangersRole,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A policy allows a role of another account",
      kms("PutKeyPolicy", {
        policyName: "default",
        policy: policy(ownAccount, allow({ AWS: strangersRole })),
      }),
      { severity: "HIGH", why: `account ${stranger}` },
    ),
    example("A policy allows everyone", kms("PutKeyPolicy", { policy: policy(ownAccount, allow("*")) }), {
      severity: "CRITICAL",
      why: "everyone",
    }),
    example(
      "A policy allows everyone who comes through S3: it does not say who",
      kms("PutKeyPolicy", {
        policy: policy(
          allow(
            { AWS: "*" },
            { Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } } },
          ),
        ),
      }),
      { severity: "CRITICAL" },
    ),
    example(
      "A policy allows all but some",
      kms("PutKeyPolicy", {
        policy: policy({
          Effect: "Allow",
          NotPrincipal: { AWS: strangersRole },
          Action: "kms:*",
          Resource: "*",
        }),
      }),
      { severity: "CRITICAL" },
    ),
    example(
      "A policy allows everyone of another account, by a condition",
      kms("PutKeyPolicy", {
        policy: policy(allow("*", { Condition: { StringEquals: { "kms:CallerAccount": stranger } } })),
      }),
      { severity: "HIGH", why: stranger },
    ),
    example(
      "A key is made with such a policy",
      kms("CreateKey", { policy: policy(ownAccount, allow({ AWS: stranger })) }),
      {
        severity: "HIGH",
      },
    ),
    example(
      "CloudFormation puts it",
      kms("PutKeyPolicy", { policy: policy(allow({ AWS: [strangersRole] })) }, deploying),
    ),
  ],
  silent: [
    example(
      "A policy allows the account itself",
      kms("PutKeyPolicy", { policy: policy(ownAccount, allow({ AWS: account })) }),
    ),
    example(
      "A policy allows an account that is trusted",
      kms("PutKeyPolicy", { policy: policy(ownAccount, allow({ AWS: strangersRole })) }),
      {
        settings: { trustedAccounts: [stranger] },
      },
    ),
    example(
      "A policy allows everyone of the account through a service, as AWS managed keys do",
      kms("PutKeyPolicy", {
        policy: policy(
          allow(
            { AWS: "*" },
            {
              Condition: {
                StringEquals: {
                  "kms:CallerAccount": account,
                  "kms:ViaService": "ebs.eu-central-1.amazonaws.com",
                },
              },
            },
          ),
        ),
      }),
    ),
    example(
      "A policy allows everyone of an organisation",
      kms("PutKeyPolicy", {
        policy: policy(allow("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } })),
      }),
    ),
    example(
      "A policy denies everyone",
      kms("PutKeyPolicy", { policy: policy(ownAccount, allow("*", { Effect: "Deny" })) }),
    ),
    example(
      "A policy allows a service",
      kms("PutKeyPolicy", {
        policy: policy(ownAccount, allow({ Service: "logs.eu-central-1.amazonaws.com" })),
      }),
    ),
    example(
      "A policy lets another account see what the key is called",
      kms("PutKeyPolicy", {
        policy: policy(
          ownAccount,
          allow({ AWS: stranger }, { Action: ["kms:DescribeKey", "kms:ListAliases"] }),
        ),
      }),
    ),
    example(
      "A policy that allows everyone is refused",
      kms("PutKeyPolicy", { policy: policy(allow("*")) }, refused),
    ),
    example("A policy that cannot be read", kms("PutKeyPolicy", { policy: "{ not JSON" })),
  ],
};
