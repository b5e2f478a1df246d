import {
  byRole,
  byUser,
  daily,
  decrypt,
  type Examples,
  example,
  onDay,
  refused,
  through,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "An AWS service begins to use a key that an application used itself",
      [
        ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
        decrypt({ "aws:s3:arn": "arn:aws:s3:::data" }, byRole("app"), through("s3.amazonaws.com"), onDay(20)),
      ],
      { severity: "INFORMATIONAL" },
    ),
    example(
      "A key that only S3 used for an application is tried by itself",
      [
        ...daily(20, (day) =>
          decrypt({ "aws:s3:arn": "arn:aws:s3:::data" }, byRole("app"), through("s3.amazonaws.com"), day),
        ),
        decrypt(undefined, byRole("app"), onDay(20)),
      ],
      { severity: "MEDIUM" },
    ),
    example(
      "A key that is used with a context is used without",
      [
        ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
        decrypt(undefined, byUser("mallory"), onDay(20)),
      ],
      { severity: "MEDIUM", why: "no encryption context" },
    ),
    example(
      "It is used with other keys in the context",
      [
        ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
        decrypt({ purpose: "export" }, byRole("app"), onDay(20)),
      ],
      { severity: "LOW", why: "the encryption context purpose" },
    ),
  ],
  silent: [
    example("The same keys with other values, in another order", [
      ...daily(20, (day) => decrypt({ tenant: "a", table: "t" }, byRole("app"), day)),
      decrypt({ table: "u", tenant: "b" }, byRole("app"), onDay(20)),
    ]),
    example("A key that was always used without", [
      ...daily(20, (day) => decrypt(undefined, byRole("app"), day)),
      decrypt(undefined, byUser("bob"), onDay(20)),
    ]),
    example("A new key whose use is being learned", [
      ...daily(5, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
      decrypt({ purpose: "export" }, byRole("app"), onDay(5)),
    ]),
    example("Another service uses a key that services use", [
      ...daily(20, (day) =>
        decrypt({ "aws:ebs:id": "vol-1" }, byRole("app"), through("ec2.amazonaws.com"), day),
      ),
      decrypt({ "aws:s3:arn": "arn:aws:s3:::data" }, byRole("app"), through("s3.amazonaws.com"), onDay(20)),
    ]),
    example("It was refused", [
      ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
      decrypt(undefined, byUser("mallory"), refused, onDay(20)),
    ]),
  ],
};
