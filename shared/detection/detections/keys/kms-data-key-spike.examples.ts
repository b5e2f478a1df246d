import {
  byRole,
  byService,
  daily,
  type Examples,
  example,
  kms,
  momentOn,
  onDay,
  refused,
  through,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "An application that makes one data key a day makes 60 in an hour",
      [
        ...daily(20, (day) => kms("GenerateDataKey", {}, byRole("app"), day)),
        ...times(60, (n) => kms("GenerateDataKey", {}, byRole("app"), onDay(20, `10:${n}`))),
      ],
      {
        settings: { thresholds: { "kms-data-key-spike": 50 } },
        sweepAt: momentOn(20, "13:00"),
        severity: "MEDIUM",
        why: "60 data keys",
      },
    ),
    example(
      "A user has S3 encrypt object after object",
      [
        ...daily(20, (day) => kms("GenerateDataKey", {}, day)),
        ...times(60, (n) => kms("GenerateDataKey", {}, through("s3.amazonaws.com"), onDay(20, `10:${n}`))),
      ],
      { settings: { thresholds: { "kms-data-key-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
  ],
  silent: [
    example(
      "An application that always makes so many",
      times(21, (day) =>
        times(60, (n) => kms("GenerateDataKey", {}, byRole("app"), onDay(day, `10:${n}`))),
      ).flat(),
      { settings: { thresholds: { "kms-data-key-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
    example(
      "Fewer than ever count",
      [
        ...daily(20, (day) => kms("GenerateDataKey", {}, byRole("app"), day)),
        ...times(40, (n) => kms("GenerateDataKey", {}, byRole("app"), onDay(20, `10:${n}`))),
      ],
      { settings: { thresholds: { "kms-data-key-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
    example(
      "A new application, whose past is not known",
      times(60, (n) => kms("GenerateDataKey", {}, byRole("new-app"), onDay(0, `10:${n}`))),
      { settings: { thresholds: { "kms-data-key-spike": 50 } }, sweepAt: momentOn(0, "13:00") },
    ),
    example(
      "They were refused",
      [
        ...daily(20, (day) => kms("GenerateDataKey", {}, byRole("app"), day)),
        ...times(60, (n) => kms("GenerateDataKey", {}, byRole("app"), refused, onDay(20, `10:${n}`))),
      ],
      { settings: { thresholds: { "kms-data-key-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
    example(
      "A service makes them for itself",
      [
        ...daily(20, (day) => kms("GenerateDataKey", {}, byService("rds.amazonaws.com"), day)),
        ...times(60, (n) => kms("GenerateDataKey", {}, byService("rds.amazonaws.com"), onDay(20, `10:${n}`))),
      ],
      { settings: { thresholds: { "kms-data-key-spike": 50 } }, sweepAt: momentOn(20, "13:00") },
    ),
  ],
};
