import {
  byRole,
  bySignOn,
  daily,
  type Examples,
  example,
  inConsole,
  onDay,
  read,
  refused,
  through,
  withAgent,
} from "../../examples/builders.ts";

const usual = daily(20, (day) => read("prod/shop", byRole("shop"), day));

export const examples: Examples = {
  fires: [
    example(
      "The application's role with a command line",
      [...usual, read("prod/shop", byRole("shop"), withAgent("aws-cli/2.22.4 os/linux"), onDay(20))],
      { severity: "LOW", why: "aws-cli" },
    ),
    example("A browser", [...usual, read("prod/shop", byRole("shop"), inConsole, onDay(20))], {
      why: "a browser",
    }),
  ],
  silent: [
    example("A person uses the console in the place of a command line", [
      ...daily(20, (day) => read("prod/shop", bySignOn("carol"), day)),
      read("prod/shop", bySignOn("carol"), inConsole, onDay(20)),
    ]),
    example("Another application, which is another detection's", [
      ...usual,
      read("prod/shop", byRole("report"), withAgent("Boto3/1.35.0"), onDay(20)),
    ]),
    example("The same SDK in a newer version", [
      ...usual,
      read("prod/shop", byRole("shop"), withAgent("aws-sdk-js/3.1200.0 ua/2.1"), onDay(20)),
    ]),
    example("A service", [
      ...usual,
      read("prod/shop", byRole("shop"), through("ecs.amazonaws.com"), onDay(20)),
    ]),
    example("It was refused", [
      ...usual,
      read("prod/shop", byRole("shop"), withAgent("curl/8.5.0"), refused, onDay(20)),
    ]),
  ],
};
