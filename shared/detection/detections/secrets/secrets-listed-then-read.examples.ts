import {
  byRole,
  bySignOn,
  byUser,
  call,
  type Examples,
  example,
  inConsole,
  later,
  read,
  refused,
  secrets,
  through,
  times,
} from "../../examples/builders.ts";

const list = call("secretsmanager", "ListSecrets", { maxResults: 100 });

export const examples: Examples = {
  fires: [
    example(
      "A user lists the secrets and reads five",
      [list, ...times(5, (n) => read(`prod/${n}`, later(n + 1)))],
      { severity: "MEDIUM" },
    ),
    example("A role pages through the list, then reads seven", [
      ...times(3, (n) =>
        call("secretsmanager", "ListSecrets", { maxResults: 100 }, byRole("shop"), later(n)),
      ),
      ...times(7, (n) => read(`prod/${n}`, byRole("shop", `s-${n}`), later(60 + n * 30))),
    ]),
  ],
  silent: [
    example("A person in the console lists, and reads two", [
      call("secretsmanager", "ListSecrets", { maxResults: 100 }, bySignOn("carol"), inConsole),
      secrets("DescribeSecret", {}, bySignOn("carol"), inConsole, later(5)),
      read("prod/shop", bySignOn("carol"), inConsole, later(10)),
      read("prod/mail", bySignOn("carol"), inConsole, later(40)),
    ]),
    example("Five reads of one secret", [list, ...times(5, (n) => read("prod/shop", later(n + 1)))]),
    example("The reads are an hour later", [list, ...times(5, (n) => read(`prod/${n}`, later(3_600 + n)))]),
    example("Somebody else reads", [
      list,
      ...times(5, (n) => read(`prod/${n}`, byUser("bob"), later(n + 1))),
    ]),
    example("The reads were refused", [list, ...times(5, (n) => read(`prod/${n}`, refused, later(n + 1)))]),
    example("First the reads, then the list", [
      ...times(5, (n) => read(`prod/${n}`, later(n))),
      call("secretsmanager", "ListSecrets", {}, later(60)),
    ]),
    example("A service does it for the user", [
      call("secretsmanager", "ListSecrets", {}, through("config.amazonaws.com")),
      ...times(5, (n) => read(`prod/${n}`, through("config.amazonaws.com"), later(n + 1))),
    ]),
  ],
};
