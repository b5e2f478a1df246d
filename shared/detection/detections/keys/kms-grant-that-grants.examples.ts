import {
  account,
  bySignOn,
  type Examples,
  example,
  kms,
  refused,
  strangersRole,
  through,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user lets a role decrypt and grant",
      kms("CreateGrant", {
        granteePrincipal: `arn:aws:iam::${account}:role/app`,
        operations: ["Decrypt", "CreateGrant"],
      }),
      { severity: "LOW", why: "Decrypt, CreateGrant" },
    ),
    example(
      "A person lets another user grant",
      kms(
        "CreateGrant",
        { granteePrincipal: `arn:aws:iam::${account}:user/bob`, operations: ["CreateGrant"] },
        bySignOn("carol"),
      ),
    ),
  ],
  silent: [
    example(
      "A grant without CreateGrant",
      kms("CreateGrant", { granteePrincipal: `arn:aws:iam::${account}:role/app`, operations: ["Decrypt"] }),
    ),
    example(
      "EC2 makes a grant for a volume",
      kms(
        "CreateGrant",
        {
          granteePrincipal: `arn:aws:iam::${account}:role/aws:ec2-infrastructure`,
          operations: ["Decrypt", "CreateGrant"],
        },
        through("ec2.amazonaws.com"),
      ),
    ),
    example(
      "To another account: another detection tells of it",
      kms("CreateGrant", { granteePrincipal: strangersRole, operations: ["CreateGrant"] }),
    ),
    example(
      "It was refused",
      kms(
        "CreateGrant",
        { granteePrincipal: `arn:aws:iam::${account}:role/app`, operations: ["CreateGrant"] },
        refused,
      ),
    ),
  ],
};
