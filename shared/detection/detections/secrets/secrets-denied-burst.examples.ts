import {
  byRole,
  byUser,
  type Examples,
  example,
  failing,
  later,
  read,
  refused,
  secrets,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user tries secret after secret",
      times(20, (n) => read(`prod/${n}`, refused, later(n))),
      { severity: "MEDIUM", why: "at least 20 calls" },
    ),
    example(
      "A role tries this and that over a day",
      times(20, (n) =>
        secrets(
          n % 2 ? "DescribeSecret" : "GetResourcePolicy",
          {},
          byRole("shop"),
          refused,
          later(n * 3_600),
        ),
      ),
    ),
  ],
  silent: [
    example(
      "As many as the threshold",
      times(19, (n) => read(`prod/${n}`, refused, later(n))),
    ),
    example(
      "Secrets that are not there",
      times(40, (n) => read(`prod/${n}`, failing("ResourceNotFoundException"), later(n))),
    ),
    example(
      "Two users",
      times(38, (n) => read(`prod/${n}`, byUser(n % 2 ? "alice" : "bob"), refused, later(n))),
    ),
    example(
      "Over two days",
      times(40, (n) => read(`prod/${n}`, refused, later(n * 5_000))),
    ),
  ],
};
