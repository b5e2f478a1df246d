import {
  byRole,
  daily,
  type Examples,
  example,
  momentOn,
  onDay,
  read,
  refused,
  through,
  times,
} from "../../examples/builders.ts";

const sweepAt = momentOn(20, "13:00");

export const examples: Examples = {
  fires: [
    example(
      "A role that reads one secret a day reads 40 in an hour",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        ...times(40, (n) => read(`prod/${n}`, byRole("shop"), onDay(20, `10:${n}`))),
      ],
      { sweepAt, severity: "MEDIUM", why: "40 times within an hour" },
    ),
    example(
      "From several sessions",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        ...times(40, (n) => read(`prod/${n}`, byRole("shop", `task-${n}`), onDay(20, `10:${n}`))),
      ],
      { sweepAt },
    ),
  ],
  silent: [
    example(
      "An operator that always copies 40 into its cluster",
      times(21, (day) =>
        times(40, (n) => read(`prod/${n}`, byRole("external-secrets"), onDay(day, `10:${n}`))),
      ).flat(),
      { sweepAt },
    ),
    example(
      "Reads that were refused",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        ...times(40, (n) => read(`prod/${n}`, byRole("shop"), refused, onDay(20, `10:${n}`))),
      ],
      { sweepAt },
    ),
    example(
      "A service that reads for the role",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        ...times(40, (n) =>
          read(`prod/${n}`, byRole("shop"), through("ecs.amazonaws.com"), onDay(20, `10:${n}`)),
        ),
      ],
      { sweepAt },
    ),
    example(
      "A new role, whose past is not known",
      times(40, (n) => read(`prod/${n}`, byRole("new"), onDay(0, `10:${n}`))),
      { sweepAt: momentOn(0, "13:00") },
    ),
  ],
};
