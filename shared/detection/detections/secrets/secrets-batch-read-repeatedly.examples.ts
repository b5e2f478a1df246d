import {
  batchRead,
  byRole,
  byUser,
  call,
  type Examples,
  example,
  inRegion,
  later,
  refused,
  times,
} from "../../examples/builders.ts";

const filters = [{ key: "tag-key", values: ["StratusRedTeam"] }];

export const examples: Examples = {
  fires: [
    example(
      "A user reads five pages",
      times(5, (n) => batchRead(filters, later(n))),
      { severity: "LOW", why: "at least 5 times" },
    ),
    example(
      "A role searches over a day",
      times(5, (n) => batchRead([{ key: "name", values: [`team-${n}`] }], byRole("shop"), later(n * 10_000))),
    ),
    example(
      "A user looks for the same names in five regions",
      times(5, (n) =>
        batchRead([{ key: "name", values: ["prod/"] }], inRegion(`eu-west-${n + 1}`), later(n)),
      ),
    ),
  ],
  silent: [
    example(
      "Four pages",
      times(4, (n) => batchRead(filters, later(n))),
    ),
    example(
      "An application names its secrets at each start",
      times(30, (n) =>
        call(
          "secretsmanager",
          "BatchGetSecretValue",
          { secretIdList: ["prod/shop"] },
          byRole("shop"),
          later(n * 60),
        ),
      ),
    ),
    example(
      "An application reads the secrets below its own name at each start",
      times(30, (n) =>
        batchRead([{ key: "name", values: ["prod/shop/"] }], byRole("shop", `task-${n}`), later(n * 60)),
      ),
    ),
    example(
      "They were refused",
      times(10, (n) => batchRead(filters, refused, later(n))),
    ),
    example(
      "Several users",
      times(10, (n) => batchRead(filters, byUser(`user${n % 3}`), later(n))),
    ),
  ],
};
