import {
  byRole,
  bySignOn,
  daily,
  decrypt,
  type Examples,
  example,
  inConsole,
  onDay,
  refused,
  through,
  withAgent,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A key that only an SDK used is used from a command line",
      [
        ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
        decrypt({ tenant: "a" }, byRole("app"), withAgent("aws-cli/2.22.4 os/linux#6.1"), onDay(20)),
      ],
      { severity: "LOW", why: "aws-cli" },
    ),
    example("From another SDK", [
      ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
      decrypt({ tenant: "a" }, byRole("app"), withAgent("Boto3/1.35.0 md/Botocore#1.35.0"), onDay(20)),
    ]),
  ],
  silent: [
    example("A person uses the console in the place of a command line", [
      ...daily(20, (day) => decrypt({ tenant: "a" }, bySignOn("carol"), day)),
      decrypt({ tenant: "a" }, bySignOn("carol"), inConsole, onDay(20)),
    ]),
    example("The same SDK in a newer version", [
      ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
      decrypt({ tenant: "a" }, byRole("app"), withAgent("aws-sdk-js/3.1200.0 ua/2.1"), onDay(20)),
    ]),
    example("A service for the application", [
      ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
      decrypt({ tenant: "a" }, byRole("app"), through("s3.amazonaws.com"), onDay(20)),
    ]),
    example("It was refused", [
      ...daily(20, (day) => decrypt({ tenant: "a" }, byRole("app"), day)),
      decrypt({ tenant: "a" }, byRole("app"), withAgent("aws-cli/2.22.4"), refused, onDay(20)),
    ]),
  ],
};
