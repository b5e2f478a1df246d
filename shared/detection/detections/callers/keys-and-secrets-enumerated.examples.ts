import {
  type About,
  byRole,
  bySignOn,
  byUser,
  call,
  type Examples,
  example,
  inConsole,
  kms,
  later,
  refused,
  secrets,
  ssm,
} from "../../examples/builders.ts";

const all = (...abouts: About[]) => [
  call("kms", "ListKeys", null, ...abouts),
  call("kms", "ListAliases", null, ...abouts),
  kms("GetKeyPolicy", {}, ...abouts),
  call("secretsmanager", "ListSecrets", null, ...abouts),
  secrets("GetResourcePolicy", {}, ...abouts),
  ssm("DescribeParameters", {}, ...abouts),
];

export const examples: Examples = {
  fires: [
    example("A user takes stock", all(), { severity: "LOW", why: "at least 6 different" }),
    example("A role is refused everything", all(byRole("shop"), refused)),
  ],
  silent: [
    example("A person opens the console", all(bySignOn("carol"), inConsole)),
    example(
      "The same calls over minutes",
      all().map((record, n) => later(n * 30)(record)),
    ),
    example("One call for key after key", [
      ...all().slice(2, 3),
      ...Array.from({ length: 30 }, () => kms("GetKeyPolicy")),
    ]),
    example("Two users share it", [...all().slice(0, 3), ...all(byUser("bob")).slice(3)]),
  ],
};
