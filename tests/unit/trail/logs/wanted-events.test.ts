import { expect, it } from "vitest";
import { type WantedEvents, wantedNames } from "../../../../shared/trail/logs/wanted-events.ts";

const kms = "kms.amazonaws.com";
const ssm = "ssm.amazonaws.com";

const isWanted = (wants: readonly WantedEvents[], source: string, name: string) => {
  const names = wantedNames(wants)(source);
  return names === "all" || names?.(name) === true;
};

it.each<[string, WantedEvents[], string, string, boolean]>([
  ["a name of a source", [{ source: kms, names: ["Decrypt"] }], kms, "Decrypt", true],
  ["another name of it", [{ source: kms, names: ["Decrypt"] }], kms, "Encrypt", false],
  ["a source as a whole", [{ source: kms }], kms, "Encrypt", true],
  ["a source as a whole, whatever else", [{ source: kms }, { source: kms, names: ["A"] }], kms, "B", true],
  ["another source", [{ source: kms }], ssm, "Decrypt", false],
  ["any source as a whole", [{ source: "*" }, { source: kms, names: ["A"] }], ssm, "B", true],
  [
    "any source, where one is wanted by name",
    [{ source: "*" }, { source: kms, names: ["A"] }],
    kms,
    "B",
    true,
  ],
  [
    "a name of any source",
    [
      { source: "*", names: ["A"] },
      { source: kms, names: ["B"] },
    ],
    kms,
    "A",
    true,
  ],
  [
    "a name of one source",
    [
      { source: "*", names: ["A"] },
      { source: kms, names: ["B"] },
    ],
    ssm,
    "B",
    false,
  ],
  ["letters of another case", [{ source: "KMS.amazonaws.com", names: ["DECRYPT"] }], kms, "Decrypt", true],
])("%s", (_, wants, source, name, wanted) => {
  expect(isWanted(wants, source, name)).toBe(wanted);
});
