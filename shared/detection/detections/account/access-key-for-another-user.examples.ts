import {
  answering,
  byRole,
  byUser,
  call,
  deploying,
  type Examples,
  example,
  refused,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user makes a key for another",
      call(
        "iam",
        "CreateAccessKey",
        { userName: "bob" },
        answering({ accessKey: { accessKeyId: "AKIAEXAMPLEBOB", userName: "bob" } }),
      ),
      { severity: "MEDIUM", why: "the user bob" },
    ),
    example("A role does", call("iam", "CreateAccessKey", { userName: "bob" }, byRole("admin"))),
  ],
  silent: [
    example("A user makes one of their own", call("iam", "CreateAccessKey", null)),
    example("And says so", call("iam", "CreateAccessKey", { userName: "bob" }, byUser("bob"))),
    example(
      "Rekey rotates a user's key",
      call("iam", "CreateAccessKey", { userName: "bob" }, byRole("rekey-prod-rotate", "rekey-prod-rotate")),
    ),
    example("CloudFormation makes one", call("iam", "CreateAccessKey", { userName: "bob" }, deploying)),
    example("It was refused", call("iam", "CreateAccessKey", { userName: "bob" }, refused)),
  ],
};
