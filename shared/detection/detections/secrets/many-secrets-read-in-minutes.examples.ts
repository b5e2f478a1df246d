import {
  account,
  byRole,
  byUser,
  type Examples,
  example,
  having,
  later,
  read,
  refused,
  stranger,
  through,
  times,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user reads one secret after the other",
      times(20, (n) => read(`prod/${n}`, later(n * 2))),
      { severity: "HIGH", why: "at least 20 different secrets" },
    ),
    example(
      "A role does, over almost five minutes",
      times(20, (n) => read(`prod/${n}`, byRole("shop", `task-${n}`), later(n * 14))),
    ),
  ],
  silent: [
    example(
      "As many as the threshold",
      times(19, (n) => read(`prod/${n}`, later(n))),
    ),
    example(
      "One secret again and again",
      times(60, (n) => read("prod/shop", later(n))),
    ),
    example(
      "Two users",
      times(38, (n) => read(`prod/${n}`, byUser(n % 2 ? "alice" : "bob"), later(n))),
    ),
    example(
      "They were refused",
      times(40, (n) => read(`prod/${n}`, refused, later(n))),
    ),
    example(
      "A service reads for the user",
      times(40, (n) => read(`prod/${n}`, through("ecs.amazonaws.com"), later(n))),
    ),
    example(
      "More slowly",
      times(40, (n) => read(`prod/${n}`, later(n * 30))),
    ),
    example(
      "Secrets of another account, each read recorded in both accounts",
      times(38, (n) =>
        read(
          `arn:aws:secretsmanager:eu-central-1:${stranger}:secret:prod/${n >> 1}-a1B2c3`,
          having({ sharedEventID: `shared-${n >> 1}`, recipientAccountId: n % 2 ? account : stranger }),
          later(n),
        ),
      ),
    ),
  ],
};
