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
} from "../../examples/builders.ts";

const usual = daily(35, (day) => read("prod/shop/db", bySignOn("carol"), day));

export const examples: Examples = {
  fires: [
    example(
      "A person reads a secret of another application",
      [...usual, read("prod/payroll/db", bySignOn("carol"), onDay(35))],
      { severity: "INFORMATIONAL", why: "/prod/payroll/" },
    ),
    example("An IAM user does, by the ARN", [
      ...daily(35, (day) => read("prod/shop/db", byUser("bob"), day)),
      read(
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/payroll/db-a1B2c3",
        byUser("bob"),
        onDay(35),
      ),
    ]),
  ],
  silent: [
    example("Another secret of the same application", [
      ...usual,
      read("prod/shop/mail", bySignOn("carol"), onDay(35)),
    ]),
    example("Somebody of the same role, in their first days", [
      ...usual,
      read("prod/payroll/db", bySignOn("dave"), onDay(35)),
    ]),
    example("An application reads another secret", [
      ...daily(35, (day) => read("prod/shop/db", byRole("shop"), day)),
      read("prod/payroll/db", byRole("shop"), onDay(35)),
    ]),
    example("It was refused", [...usual, read("prod/payroll/db", bySignOn("carol"), refused, onDay(35))]),
  ],
};
