import {
  account,
  answering,
  byUser,
  type Examples,
  example,
  kms,
  refused,
  stranger,
  strangersRole,
  through,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A grant lets a role of another account decrypt",
      kms(
        "CreateGrant",
        { granteePrincipal: strangersRole, operations: ["Decrypt", "DescribeKey"] },
        answering({ grantId: "f020fe75" }),
      ),
      { severity: "HIGH", why: `account ${stranger}` },
    ),
    example(
      "A grant lets it grant in its turn",
      kms("CreateGrant", { granteePrincipal: strangersRole, operations: ["Decrypt", "CreateGrant"] }),
      { severity: "CRITICAL" },
    ),
    example(
      "A grant lets it encrypt",
      kms(
        "CreateGrant",
        { granteePrincipal: `arn:aws:iam::${stranger}:root`, operations: ["Encrypt"] },
        byUser("bob"),
      ),
      {
        severity: "MEDIUM",
      },
    ),
  ],
  silent: [
    example(
      "EC2 makes a grant for whom a snapshot is shared with",
      kms(
        "CreateGrant",
        { granteePrincipal: strangersRole, operations: ["Decrypt"] },
        through("ec2.amazonaws.com"),
      ),
    ),
    example(
      "A grant lets a role of the account decrypt",
      kms("CreateGrant", { granteePrincipal: `arn:aws:iam::${account}:role/app`, operations: ["Decrypt"] }),
    ),
    example(
      "The other account is trusted",
      kms("CreateGrant", { granteePrincipal: strangersRole, operations: ["Decrypt"] }),
      {
        settings: { trustedAccounts: [stranger] },
      },
    ),
    example(
      "RDS makes a grant for itself when a database is made",
      kms(
        "CreateGrant",
        { granteePrincipal: "rds.eu-central-1.amazonaws.com", operations: ["Decrypt", "CreateGrant"] },
        through("rds.amazonaws.com"),
      ),
    ),
    example(
      "It was refused",
      kms("CreateGrant", { granteePrincipal: strangersRole, operations: ["Decrypt"] }, refused),
    ),
  ],
};
