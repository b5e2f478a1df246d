import {
  byRole,
  byService,
  byUser,
  type Examples,
  example,
  failing,
  kms,
  later,
  refused,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user tries key after key",
      times(20, (n) => kms("DescribeKey", {}, refused, later(n * 60))),
      {
        severity: "MEDIUM",
        why: "at least 20 calls",
      },
    ),
    example(
      "An older service's word for it, over a day",
      times(20, (n) => kms("Decrypt", {}, byRole("app"), failing("AccessDeniedException"), later(n * 3_600))),
    ),
  ],
  silent: [
    example(
      "As many as the threshold",
      times(19, (n) => kms("DescribeKey", {}, refused, later(n))),
    ),
    example(
      "Calls that failed for another reason",
      times(40, (n) => kms("Decrypt", {}, failing("ThrottlingException"), later(n))),
    ),
    example(
      "Two users",
      times(38, (n) => kms("DescribeKey", {}, byUser(n % 2 ? "alice" : "bob"), refused, later(n))),
    ),
    example(
      "A service that tries for itself",
      times(40, (n) => kms("DescribeKey", {}, byService("config.amazonaws.com"), refused, later(n))),
    ),
    example(
      "Over two days",
      times(40, (n) => kms("DescribeKey", {}, refused, later(n * 5_000))),
    ),
  ],
};
