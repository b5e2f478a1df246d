import {
  byRole,
  byUser,
  type Examples,
  example,
  later,
  read,
  refused,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user reads a secret every ten minutes",
      times(50, (n) => read(`prod/${n}`, later(n * 600))),
      { severity: "MEDIUM", why: "at least 50 different secrets" },
    ),
    example(
      "A role does, with a threshold of 5",
      times(6, (n) => read(`prod/${n}`, byRole("shop"), later(n * 10_000))),
      { settings: { thresholds: { "many-secrets-read-in-a-day": 5 } } },
    ),
  ],
  silent: [
    example(
      "As many as the threshold",
      times(49, (n) => read(`prod/${n}`, later(n * 600))),
    ),
    example(
      "Over two days",
      times(60, (n) => read(`prod/${n}`, later(n * 3_600))),
    ),
    example(
      "One secret again and again",
      times(100, (n) => read("prod/shop", later(n * 600))),
    ),
    example(
      "They were refused",
      times(60, (n) => read(`prod/${n}`, refused, later(n * 600))),
    ),
    example(
      "Two users",
      times(80, (n) => read(`prod/${n}`, byUser(n % 2 ? "alice" : "bob"), later(n * 600))),
    ),
  ],
};
