import {
  batchRead,
  byRole,
  bySignOn,
  byUser,
  daily,
  type Examples,
  example,
  onDay,
  read,
  refused,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A person reads a secret that is new",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        read("prod/brand-new", bySignOn("carol"), onDay(20)),
      ],
      {
        severity: "LOW",
      },
    ),
    example(
      "A user reads in a batch",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        batchRead([{ key: "name", values: ["prod"] }], byUser("bob"), onDay(20)),
      ],
      {
        why: "user/bob",
      },
    ),
  ],
  silent: [
    example("A new application", [
      ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
      read("prod/shop", byRole("report"), onDay(20)),
    ]),
    example("Somebody who reads now and then", [
      ...daily(20, (day) => read("prod/shop", byUser("bob"), day)),
      read("prod/brand-new", byUser("bob"), onDay(20)),
    ]),
    example("It was refused", [
      ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
      read("prod/shop", byUser("bob"), refused, onDay(20)),
    ]),
  ],
};
