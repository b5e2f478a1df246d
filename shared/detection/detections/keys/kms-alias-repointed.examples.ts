import { byRole, deploying, type Examples, example, key, kms, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user points an alias at another key",
      kms("UpdateAlias", { aliasName: "alias/app", targetKeyId: key }),
      {
        severity: "MEDIUM",
        why: "pointed alias/app at the key",
      },
    ),
    example(
      "A role does",
      kms("UpdateAlias", { aliasName: "alias/payments", targetKeyId: key }, byRole("ci")),
    ),
  ],
  silent: [
    example(
      "CloudFormation points it at a key that it replaced",
      kms("UpdateAlias", { aliasName: "alias/app", targetKeyId: key }, deploying),
    ),
    example("It was refused", kms("UpdateAlias", { aliasName: "alias/app", targetKeyId: key }, refused)),
    example("A new alias is made", kms("CreateAlias", { aliasName: "alias/app", targetKeyId: key })),
  ],
};
