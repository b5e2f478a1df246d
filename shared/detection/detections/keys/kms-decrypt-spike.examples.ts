import {
  byRole,
  byService,
  daily,
  decrypt,
  type Examples,
  example,
  momentOn,
  onDay,
  refused,
  through,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "An application that decrypts once a day decrypts 60 times in an hour",
      [
        ...daily(20, (day) => decrypt(undefined, byRole("app"), day)),
        ...times(60, (n) => decrypt(undefined, byRole("app"), onDay(20, `10:${n}`))),
      ],
      {
        settings: { thresholds: { "kms-decrypt-spike": 50 } },
        sweepAt: momentOn(20, "13:00"),
        severity: "MEDIUM",
        why: "60 Decrypt calls",
      },
    ),
    example(
      "A user has S3 decrypt object after object",
      [
        ...daily(20, (day) => decrypt({ "aws:s3:arn": "arn:aws:s3:::data" }, day)),
        ...times(60, (n) =>
          decrypt({ "aws:s3:arn": "arn:aws:s3:::data" }, through("s3.amazonaws.com"), onDay(20, `10:${n}`)),
        ),
      ],
      { settings: { thresholds: { "kms-decrypt-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
  ],
  silent: [
    example(
      "An application that always decrypts so often",
      times(21, (day) => times(60, (n) => decrypt(undefined, byRole("app"), onDay(day, `10:${n}`)))).flat(),
      { settings: { thresholds: { "kms-decrypt-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
    example(
      "Fewer than ever count",
      [
        ...daily(20, (day) => decrypt(undefined, byRole("app"), day)),
        ...times(40, (n) => decrypt(undefined, byRole("app"), onDay(20, `10:${n}`))),
      ],
      { settings: { thresholds: { "kms-decrypt-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
    example(
      "A new application, whose past is not known",
      times(60, (n) => decrypt(undefined, byRole("new-app"), onDay(0, `10:${n}`))),
      { settings: { thresholds: { "kms-decrypt-spike": 50 } }, sweepAt: momentOn(0, "13:00") },
    ),
    example(
      "They were refused",
      [
        ...daily(20, (day) => decrypt(undefined, byRole("app"), day)),
        ...times(60, (n) => decrypt(undefined, byRole("app"), refused, onDay(20, `10:${n}`))),
      ],
      { settings: { thresholds: { "kms-decrypt-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
    example(
      "A service decrypts for itself",
      [
        ...daily(20, (day) => decrypt(undefined, byService("rds.amazonaws.com"), day)),
        ...times(60, (n) => decrypt(undefined, byService("rds.amazonaws.com"), onDay(20, `10:${n}`))),
      ],
      { settings: { thresholds: { "kms-decrypt-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
  ],
};
