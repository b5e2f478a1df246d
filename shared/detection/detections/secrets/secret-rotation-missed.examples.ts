import {
  type Examples,
  example,
  momentOn,
  onDay,
  refused,
  rotation,
  secretArn,
  secrets,
} from "../../examples/builders.ts";

const everyTenDays = { secretId: secretArn, rotationRules: { automaticallyAfterDays: 10 } };

export const examples: Examples = {
  fires: [
    example("A secret is to be rotated every ten days, and is not", secrets("RotateSecret", everyTenDays), {
      sweepAt: momentOn(12),
      severity: "MEDIUM",
    }),
    example(
      "Every four hours",
      secrets("RotateSecret", { rotationRules: { scheduleExpression: "rate(4 hours)" } }),
      { sweepAt: momentOn(2) },
    ),
    example(
      "It is rotated once, and then no more",
      [secrets("RotateSecret", everyTenDays), rotation("Succeeded", onDay(10))],
      { sweepAt: momentOn(22) },
    ),
  ],
  silent: [
    example(
      "It is rotated in time",
      [secrets("RotateSecret", everyTenDays), rotation("Succeeded", onDay(10))],
      { sweepAt: momentOn(20) },
    ),
    example("There is time yet", secrets("RotateSecret", everyTenDays), { sweepAt: momentOn(10) }),
    example(
      "The rotation is cancelled",
      [
        secrets("RotateSecret", everyTenDays),
        secrets("CancelRotateSecret", { secretId: secretArn }, onDay(3)),
      ],
      { sweepAt: momentOn(30) },
    ),
    example(
      "The secret is deleted",
      [secrets("RotateSecret", everyTenDays), secrets("DeleteSecret", { secretId: secretArn }, onDay(3))],
      { sweepAt: momentOn(30) },
    ),
    example(
      "A schedule by the calendar",
      secrets("RotateSecret", { rotationRules: { scheduleExpression: "cron(0 8 1 * ? *)" } }),
      { sweepAt: momentOn(60) },
    ),
    example(
      "A schedule by the calendar takes the place of one by days",
      [
        secrets("RotateSecret", everyTenDays),
        secrets(
          "RotateSecret",
          { secretId: secretArn, rotationRules: { scheduleExpression: "cron(0 8 1 * ? *)" } },
          onDay(3),
        ),
      ],
      { sweepAt: momentOn(30) },
    ),
    example("A rotation by hand says nothing of a schedule", secrets("RotateSecret"), {
      sweepAt: momentOn(30),
    }),
    example("It was refused", secrets("RotateSecret", everyTenDays, refused), { sweepAt: momentOn(30) }),
  ],
};
