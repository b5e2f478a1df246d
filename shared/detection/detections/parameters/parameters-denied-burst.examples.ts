import {
  byRole,
  byUser,
  type Examples,
  example,
  failing,
  later,
  readParameters,
  refused,
  ssm,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user tries parameter after parameter",
      times(20, (n) => readParameters([`/a/${n}`], refused, later(n))),
      { severity: "LOW", why: "at least 20 calls" },
    ),
    example(
      "A role tries over a day",
      times(20, (n) => ssm("DescribeParameters", {}, byRole("shop"), refused, later(n * 3_600))),
    ),
  ],
  silent: [
    example(
      "As many as the threshold",
      times(19, (n) => readParameters([`/a/${n}`], refused, later(n))),
    ),
    example(
      "Parameters that are not there",
      times(40, (n) => ssm("GetParameter", { name: `/a/${n}` }, failing("ParameterNotFound"), later(n))),
    ),
    example(
      "Two users",
      times(38, (n) => readParameters([`/a/${n}`], byUser(n % 2 ? "alice" : "bob"), refused, later(n))),
    ),
  ],
};
