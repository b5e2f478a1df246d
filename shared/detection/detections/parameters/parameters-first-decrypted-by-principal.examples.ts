import {
  byRole,
  bySignOn,
  daily,
  type Examples,
  example,
  onDay,
  readParameters,
  refused,
  ssm,
  through,
} from "../../examples/builders.ts";

const usual = daily(20, (day) => readParameters(["/shop/db"], byRole("shop"), day));

export const examples: Examples = {
  fires: [
    example(
      "A person reads a SecureString for the first time",
      [...usual, readParameters(["/shop/db"], bySignOn("carol"), onDay(20))],
      { severity: "LOW" },
    ),
    example(
      "A new role does",
      [
        ...usual,
        ssm("GetParameter", { name: "/shop/db", withDecryption: true }, byRole("report"), onDay(20)),
      ],
      { severity: "INFORMATIONAL", why: "role/report" },
    ),
  ],
  silent: [
    example("CloudFormation for a person", [
      ...usual,
      readParameters(["/shop/db"], bySignOn("carol"), through("cloudformation.amazonaws.com"), onDay(20)),
    ]),
    example("Service Catalog for a person", [
      ...usual,
      readParameters(["/shop/db"], bySignOn("carol"), through("servicecatalog.amazonaws.com"), onDay(20)),
    ]),
    example("Without decryption", [
      ...usual,
      ssm("GetParameter", { name: "/shop/db", withDecryption: false }, bySignOn("carol"), onDay(20)),
    ]),
    example("It was refused", [
      ...usual,
      readParameters(["/shop/db"], bySignOn("carol"), refused, onDay(20)),
    ]),
    example("The same role reads others", [
      ...usual,
      readParameters(["/shop/mail"], byRole("shop"), onDay(20)),
    ]),
  ],
};
