import {
  byRole,
  bySignOn,
  byUser,
  daily,
  type Examples,
  example,
  onDay,
  read,
  refused,
  secretArn,
  through,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "An IAM user reads what only an application read",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        read("prod/shop", byUser("mallory"), onDay(20)),
      ],
      { severity: "MEDIUM" },
    ),
    example(
      "Another role reads it, by its ARN",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        read(secretArn, byRole("report"), onDay(20)),
      ],
      {
        severity: "LOW",
      },
    ),
    example("Somebody who read it once, half a year ago", [
      read("prod/shop", byUser("bob"), onDay(0)),
      ...daily(200, (day) => read("prod/shop", byRole("shop"), day)).slice(1),
      read("prod/shop", byUser("bob"), onDay(200)),
    ]),
  ],
  silent: [
    example("A person by single sign-on: other detections tell of them", [
      ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
      read("prod/shop", bySignOn("carol"), onDay(20)),
    ]),
    example("Another session of the same role", [
      ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
      read("prod/shop", byRole("shop", "task-99"), onDay(20)),
    ]),
    example("A secret that is so new that its readers are being learned", [
      ...daily(5, (day) => read("prod/shop", byRole("shop"), day)),
      read("prod/shop", byRole("report"), onDay(5)),
    ]),
    example("It was refused", [
      ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
      read("prod/shop", byUser("mallory"), refused, onDay(20)),
    ]),
    example("A service reads it for somebody", [
      ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
      read("prod/shop", byUser("bob"), through("cloudformation.amazonaws.com"), onDay(20)),
    ]),
  ],
};
