import {
  byRole,
  byUser,
  daily,
  type Examples,
  example,
  momentOn,
  onDay,
  read,
  refused,
  times,
} from "../../examples/builders.ts";

const sweepAt = momentOn(20, "13:00");

export const examples: Examples = {
  fires: [
    example(
      "A secret that is read once a day is read 40 times in an hour",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        ...times(40, (n) => read("prod/shop", byRole("shop"), onDay(20, `10:${n}`))),
      ],
      { sweepAt, severity: "MEDIUM", why: "40 times within an hour" },
    ),
    example(
      "By several readers together",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        ...times(40, (n) => read("prod/shop", byUser(`user${n}`), onDay(20, `10:${n}`))),
      ],
      { sweepAt },
    ),
  ],
  silent: [
    example(
      "A secret that is always read so often",
      times(21, (day) => times(40, (n) => read("prod/shop", byRole("shop"), onDay(day, `10:${n}`)))).flat(),
      { sweepAt },
    ),
    example(
      "Fewer than ever count",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        ...times(19, (n) => read("prod/shop", byRole("shop"), onDay(20, `10:${n}`))),
      ],
      { sweepAt },
    ),
    example(
      "A new secret, whose past is not known",
      times(40, (n) => read("prod/new", byRole("shop"), onDay(0, `10:${n}`))),
      { sweepAt: momentOn(0, "13:00") },
    ),
    example(
      "Reads that were refused",
      [
        ...daily(20, (day) => read("prod/shop", byRole("shop"), day)),
        ...times(40, (n) => read("prod/shop", refused, onDay(20, `10:${n}`))),
      ],
      { sweepAt },
    ),
  ],
};
