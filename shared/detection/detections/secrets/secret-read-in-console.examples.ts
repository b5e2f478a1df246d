import {
  byRole,
  bySignOn,
  byUser,
  type Examples,
  example,
  inConsole,
  read,
  refused,
  secrets,
  withAgent,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A person has a secret shown", read("prod/shop", bySignOn("carol"), inConsole), {
      severity: "INFORMATIONAL",
      why: "AWSReservedSSO_Engineer",
    }),
    example(
      "The console calls for a user",
      read("prod/shop", byUser("bob"), withAgent("secretsmanager.console.amazonaws.com")),
    ),
  ],
  silent: [
    example(
      "A person looks at a secret without its value",
      secrets("DescribeSecret", {}, bySignOn("carol"), inConsole),
    ),
    example("An application reads it", read("prod/shop", byRole("shop"))),
    example("It was refused", read("prod/shop", bySignOn("carol"), inConsole, refused)),
  ],
};
