import {
  byRoot,
  byUser,
  call,
  type Examples,
  example,
  inConsole,
  kms,
  read,
  refused,
  ssm,
  through,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("Root reads a secret", read("prod/shop", byRoot, inConsole), {
      severity: "HIGH",
      why: "GetSecretValue",
    }),
    example(
      "Root schedules a key for deletion",
      kms("ScheduleKeyDeletion", { pendingWindowInDays: 7 }, byRoot),
    ),
    example("Root changes a parameter", ssm("PutParameter", { name: "/shop/db", overwrite: true }, byRoot)),
  ],
  silent: [
    example("Root looks around in the console", [
      call("kms", "ListKeys", null, byRoot, inConsole),
      kms("DescribeKey", {}, byRoot, inConsole),
      call("secretsmanager", "ListSecrets", null, byRoot, inConsole),
    ]),
    example("A service decrypts for root", kms("Decrypt", {}, byRoot, through("s3.amazonaws.com"))),
    example("Root is refused", read("prod/shop", byRoot, refused)),
    example("A user reads a secret", read("prod/shop", byUser("bob"))),
  ],
};
