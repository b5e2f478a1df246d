import {
  byRole,
  byUser,
  type Examples,
  example,
  later,
  readParameters,
  refused,
  ssm,
  through,
  times,
} from "../../examples/builders.ts";

const batch = (n: number) => times(10, (i) => `/app/${n}-${i}`);

export const examples: Examples = {
  fires: [
    example(
      "A user reads four batches of ten",
      times(4, (n) => readParameters(batch(n), later(n))),
      { severity: "HIGH", why: "different parameters" },
    ),
    example(
      "A role reads one by one",
      times(31, (n) =>
        ssm("GetParameter", { name: `/app/${n}`, withDecryption: true }, byRole("shop"), later(n)),
      ),
    ),
  ],
  silent: [
    example(
      "Three batches",
      times(3, (n) => readParameters(batch(n), later(n))),
    ),
    example(
      "One batch again and again",
      times(10, (n) => readParameters(batch(0), later(n))),
    ),
    example(
      "Without decryption",
      times(10, (n) => ssm("GetParameters", { names: batch(n), withDecryption: false }, later(n))),
    ),
    example(
      "They were refused",
      times(10, (n) => readParameters(batch(n), refused, later(n))),
    ),
    example(
      "CloudFormation resolves them for a deployment",
      times(10, (n) => readParameters(batch(n), through("cloudformation.amazonaws.com"), later(n))),
    ),
    example(
      "Two users",
      times(6, (n) => readParameters(batch(n), byUser(n % 2 ? "alice" : "bob"), later(n))),
    ),
  ],
};
