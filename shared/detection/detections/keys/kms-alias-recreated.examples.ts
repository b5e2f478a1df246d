import {
  byRole,
  byUser,
  deploying,
  type Examples,
  example,
  inRegion,
  key,
  kms,
  later,
  refused,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user deletes an alias and makes it anew for another key",
      [
        kms("DeleteAlias", { aliasName: "alias/app" }),
        kms("CreateAlias", { aliasName: "alias/app", targetKeyId: key }, later(20)),
      ],
      { severity: "MEDIUM", why: "alias/app was deleted" },
    ),
    example("Two principals share the work", [
      kms("DeleteAlias", { aliasName: "alias/app" }, byUser("bob")),
      kms("CreateAlias", { aliasName: "alias/app", targetKeyId: key }, byRole("ci"), later(3_000)),
    ]),
  ],
  silent: [
    example("It is made anew two hours later", [
      kms("DeleteAlias", { aliasName: "alias/app" }),
      kms("CreateAlias", { aliasName: "alias/app", targetKeyId: key }, later(7_200)),
    ]),
    example("Another alias is made", [
      kms("DeleteAlias", { aliasName: "alias/app" }),
      kms("CreateAlias", { aliasName: "alias/app-v2", targetKeyId: key }, later(20)),
    ]),
    example("One of the same name in another region", [
      kms("DeleteAlias", { aliasName: "alias/app" }),
      kms("CreateAlias", { aliasName: "alias/app", targetKeyId: key }, inRegion("us-east-1"), later(20)),
    ]),
    example("An alias is made and then deleted", [
      kms("CreateAlias", { aliasName: "alias/app", targetKeyId: key }),
      kms("DeleteAlias", { aliasName: "alias/app" }, later(20)),
    ]),
    example("CloudFormation replaces it", [
      kms("DeleteAlias", { aliasName: "alias/app" }, deploying),
      kms("CreateAlias", { aliasName: "alias/app", targetKeyId: key }, deploying, later(20)),
    ]),
    example("Making it anew was refused", [
      kms("DeleteAlias", { aliasName: "alias/app" }),
      kms("CreateAlias", { aliasName: "alias/app", targetKeyId: key }, refused, later(20)),
    ]),
  ],
};
