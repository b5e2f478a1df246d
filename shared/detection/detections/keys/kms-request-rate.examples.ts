import {
  byRole,
  byUser,
  type Examples,
  example,
  inRegion,
  kms,
  kmsReports,
  later,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "More requests than the threshold, of whatever principals",
      times(21, (n) => kms("Decrypt", {}, byUser(`user${n}`), later(n))),
      {
        settings: { thresholds: { "kms-request-rate": 20 } },
        severity: "MEDIUM",
      },
    ),
    example(
      "Of whatever kinds",
      times(21, (n) => kms(n % 2 ? "Encrypt" : "DescribeKey", {}, byRole("app"), later(n))),
      {
        settings: { thresholds: { "kms-request-rate": 20 } },
        why: "At least 21",
      },
    ),
  ],
  silent: [
    example(
      "Just as many as the threshold",
      times(20, (n) => kms("Decrypt", {}, later(n))),
      { settings: { thresholds: { "kms-request-rate": 20 } } },
    ),
    example(
      "In two regions",
      times(40, (n) => kms("Decrypt", {}, inRegion(n % 2 ? "us-east-1" : "eu-central-1"), later(n))),
      {
        settings: { thresholds: { "kms-request-rate": 20 } },
      },
    ),
    example(
      "More slowly",
      times(40, (n) => kms("Decrypt", {}, later(n * 20))),
      { settings: { thresholds: { "kms-request-rate": 20 } } },
    ),
    example(
      "What KMS reports by itself",
      times(40, () => kmsReports("RotateKey")),
      { settings: { thresholds: { "kms-request-rate": 20 } } },
    ),
  ],
};
