import {
  byRole,
  bySignOn,
  byUser,
  type Examples,
  example,
  inConsole,
  later,
  readParameters,
  refused,
  ssm,
  times,
} from "../../examples/builders.ts";

const list = ssm("DescribeParameters", { maxResults: 10 });

export const examples: Examples = {
  fires: [
    example(
      "A user lists the parameters and reads three batches",
      [list, ...times(3, (n) => readParameters([`/a/${n}`, `/b/${n}`], later(n + 1)))],
      { severity: "MEDIUM" },
    ),
    example("A role lists them and reads one by one", [
      ssm("DescribeParameters", {}, byRole("shop")),
      ...times(4, (n) =>
        ssm("GetParameter", { name: `/a/${n}`, withDecryption: true }, byRole("shop"), later(60 * n + 1)),
      ),
    ]),
  ],
  silent: [
    example("A person in the console lists, and looks at one", [
      ssm("DescribeParameters", {}, bySignOn("carol"), inConsole),
      ssm("GetParameter", { name: "/a/1", withDecryption: true }, bySignOn("carol"), inConsole, later(10)),
    ]),
    example("Without decryption", [
      list,
      ...times(5, (n) => ssm("GetParameter", { name: `/a/${n}`, withDecryption: false }, later(n + 1))),
    ]),
    example("Somebody else reads", [
      list,
      ...times(5, (n) => readParameters([`/a/${n}`], byUser("bob"), later(n + 1))),
    ]),
    example("An hour later", [list, ...times(5, (n) => readParameters([`/a/${n}`], later(3_600 + n)))]),
    example("The reads were refused", [
      list,
      ...times(5, (n) => readParameters([`/a/${n}`], refused, later(n + 1))),
    ]),
  ],
};
