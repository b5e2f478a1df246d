import { answering, byRoot, byUser, call, type Examples, example, refused } from "../../examples/builders.ts";

const made = answering({ accessKey: { accessKeyId: "AKIAEXAMPLEROOT", status: "Active" } });

export const examples: Examples = {
  fires: [
    example("The root user makes itself an access key", call("iam", "CreateAccessKey", null, byRoot, made), {
      severity: "CRITICAL",
      why: "AKIAEXAMPLEROOT",
    }),
    example("With a request that says nothing", call("iam", "CreateAccessKey", {}, byRoot)),
  ],
  silent: [
    example(
      "The root user makes one for an IAM user, which another detection tells",
      call("iam", "CreateAccessKey", { userName: "bob" }, byRoot, made),
    ),
    example("A user makes one of their own", call("iam", "CreateAccessKey", null, byUser("alice"))),
    example("It was refused", call("iam", "CreateAccessKey", null, byRoot, refused)),
  ],
};
