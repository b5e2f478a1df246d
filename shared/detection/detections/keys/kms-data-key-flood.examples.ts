import {
  byRole,
  bySignOn,
  byUser,
  type Examples,
  example,
  having,
  key,
  kms,
  later,
  onKey,
  refused,
  through,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A person has S3 encrypt object after object anew",
      times(21, (n) => kms("GenerateDataKey", {}, bySignOn("carol"), through("s3.amazonaws.com"), later(n))),
      {
        settings: { thresholds: { "kms-data-key-flood": 20 } },
        why: "/carol with",
      },
    ),
    example(
      "A user makes more data keys under one key than an application",
      times(2_001, (n) => kms("GenerateDataKey", {}, later(n / 10))),
      {
        severity: "HIGH",
        why: "at least 2001 data keys",
      },
    ),
    example(
      "A role does, with a threshold of 20",
      times(21, (n) => kms("GenerateDataKeyWithoutPlaintext", {}, byRole("app"), later(n))),
      { settings: { thresholds: { "kms-data-key-flood": 20 } } },
    ),
  ],
  silent: [
    example(
      "Just as many as the threshold",
      times(20, (n) => kms("GenerateDataKey", {}, later(n))),
      {
        settings: { thresholds: { "kms-data-key-flood": 20 } },
      },
    ),
    example(
      "S3 makes them for an application that stores objects",
      times(40, (n) => kms("GenerateDataKey", {}, byRole("app"), through("s3.amazonaws.com"), later(n))),
      {
        settings: { thresholds: { "kms-data-key-flood": 20 } },
      },
    ),
    example(
      "Two principals",
      times(40, (n) => kms("GenerateDataKey", {}, byUser(n % 2 ? "alice" : "bob"), later(n))),
      {
        settings: { thresholds: { "kms-data-key-flood": 20 } },
      },
    ),
    example(
      "Two keys",
      times(40, (n) => kms("GenerateDataKey", {}, onKey(n % 2 ? key : `${key}1`), later(n))),
      {
        settings: { thresholds: { "kms-data-key-flood": 20 } },
      },
    ),
    example(
      "More slowly",
      times(40, (n) => kms("GenerateDataKey", {}, later(n * 20))),
      {
        settings: { thresholds: { "kms-data-key-flood": 20 } },
      },
    ),
    example(
      "They were refused",
      times(40, (n) => kms("GenerateDataKey", {}, refused, later(n))),
      {
        settings: { thresholds: { "kms-data-key-flood": 20 } },
      },
    ),
    example(
      "Each call recorded in the caller's and in the owner's account",
      times(40, (n) =>
        kms("GenerateDataKey", {}, having({ sharedEventID: `shared-${n >> 1}` }), later(n >> 1)),
      ),
      { settings: { thresholds: { "kms-data-key-flood": 20 } } },
    ),
  ],
};
