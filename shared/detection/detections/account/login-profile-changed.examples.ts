import { byRole, byUser, call, deploying, type Examples, example, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user changes another's console password",
      call("iam", "UpdateLoginProfile", { userName: "bob" }),
      { severity: "MEDIUM", why: "password of bob" },
    ),
    example(
      "A role gives a user one",
      call("iam", "CreateLoginProfile", { userName: "bob", passwordResetRequired: true }, byRole("admin")),
      { severity: "LOW" },
    ),
  ],
  silent: [
    example(
      "A user changes their own",
      call("iam", "UpdateLoginProfile", { userName: "bob" }, byUser("bob")),
    ),
    example("CloudFormation makes a user", call("iam", "CreateLoginProfile", { userName: "bob" }, deploying)),
    example("It was refused", call("iam", "UpdateLoginProfile", { userName: "bob" }, refused)),
    example("It is taken away", call("iam", "DeleteLoginProfile", { userName: "bob" })),
  ],
};
