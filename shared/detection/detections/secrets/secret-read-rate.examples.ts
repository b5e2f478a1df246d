import {
  byRole,
  byUser,
  type Examples,
  example,
  later,
  read,
  refused,
  secretArn,
  secrets,
  times,
} from "../../examples/builders.ts";

const settings = { thresholds: { "secret-read-rate": 20 } };

export const examples: Examples = {
  fires: [
    example(
      "An application without a cache",
      times(21, (n) => read("prod/shop", byRole("shop"), later(n))),
      { settings, severity: "MEDIUM", why: "at least 21 times" },
    ),
    example(
      "Several readers, who name the secret differently",
      times(21, (n) => read(n % 2 ? "prod/shop" : secretArn, byUser(`user${n}`), later(n))),
      { settings },
    ),
  ],
  silent: [
    example(
      "As many as the threshold",
      times(20, (n) => read("prod/shop", later(n))),
      { settings },
    ),
    example(
      "Two secrets",
      times(40, (n) => read(n % 2 ? "prod/shop" : "prod/mail", later(n))),
      { settings },
    ),
    example(
      "Reads that were refused",
      times(40, (n) => read("prod/shop", refused, later(n))),
      { settings },
    ),
    example(
      "The secret is looked at, but not read",
      times(40, (n) => secrets("DescribeSecret", {}, later(n))),
      { settings },
    ),
  ],
};
