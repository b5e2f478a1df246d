import {
  byRole,
  daily,
  type Examples,
  example,
  inRegion,
  onDay,
  read,
  readParameters,
  refused,
  secrets,
} from "../../examples/builders.ts";

const usual = daily(20, (day) => read("prod/shop", byRole("shop"), day));

export const examples: Examples = {
  fires: [
    example(
      "A role reads a secret in another region",
      [...usual, read("prod/shop", byRole("shop"), inRegion("sa-east-1"), onDay(20))],
      { severity: "LOW", why: "sa-east-1" },
    ),
    example("A parameter", [
      ...usual,
      readParameters(["/shop/db"], byRole("shop"), inRegion("us-east-1"), onDay(20)),
    ]),
  ],
  silent: [
    example("In the region where it always reads", [...usual, read("prod/mail", byRole("shop"), onDay(20))]),
    example("It only looks at what there is", [
      ...usual,
      secrets("DescribeSecret", {}, byRole("shop"), inRegion("sa-east-1"), onDay(20)),
    ]),
    example("A new role in its first days", [
      read("prod/shop", byRole("new"), onDay(0)),
      read("prod/shop", byRole("new"), inRegion("sa-east-1"), onDay(1)),
    ]),
    example("It was refused", [
      ...usual,
      read("prod/shop", byRole("shop"), inRegion("sa-east-1"), refused, onDay(20)),
    ]),
  ],
};
