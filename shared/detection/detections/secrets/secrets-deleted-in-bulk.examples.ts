import {
  byRole,
  byUser,
  deploying,
  type Examples,
  example,
  later,
  refused,
  secrets,
  times,
} from "../../examples/builders.ts";

const deletion = (n: number) => ({ secretId: `prod/${n}` });

export const examples: Examples = {
  fires: [
    example(
      "A user deletes ten secrets",
      times(10, (n) => secrets("DeleteSecret", deletion(n), later(n * 60))),
      { severity: "HIGH", why: "at least 10 secrets" },
    ),
    example(
      "A role that deploys deletes some of them for good",
      times(10, (n) =>
        secrets(
          "DeleteSecret",
          { ...deletion(n), forceDeleteWithoutRecovery: n % 2 === 0 },
          byRole("terraform"),
          later(n),
        ),
      ),
    ),
  ],
  silent: [
    example(
      "Nine secrets",
      times(9, (n) => secrets("DeleteSecret", deletion(n), later(n))),
    ),
    example(
      "One of them again and again",
      times(20, (n) => secrets("DeleteSecret", deletion(0), later(n))),
    ),
    example(
      "CloudFormation deletes a stack of them",
      times(20, (n) => secrets("DeleteSecret", deletion(n), deploying, later(n))),
    ),
    example(
      "They were refused",
      times(20, (n) => secrets("DeleteSecret", deletion(n), refused, later(n))),
    ),
    example(
      "Several users",
      times(18, (n) => secrets("DeleteSecret", deletion(n), byUser(n % 2 ? "alice" : "bob"), later(n))),
    ),
  ],
};
