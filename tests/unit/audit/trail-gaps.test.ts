import { describe, expect, it } from "vitest";
import { whatLacks } from "../../../shared/audit/trail-gaps.ts";

const basic = (selector: object) => ({ EventSelectors: [selector] });
const advanced = (...fields: object[]) => ({
  AdvancedEventSelectors: [
    { FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }, ...fields] },
  ],
});

describe("what a trail leaves out", () => {
  it.each([
    [
      "nothing",
      basic({ ReadWriteType: "All", IncludeManagementEvents: true, ExcludeManagementEventSources: [] }),
      undefined,
    ],
    [
      "KMS events",
      basic({ ReadWriteType: "All", ExcludeManagementEventSources: ["kms.amazonaws.com"] }),
      "KMS events",
    ],
    [
      "read-only events",
      basic({ ReadWriteType: "WriteOnly" }),
      "read-only events, such as Decrypt and GetSecretValue",
    ],
    ["management events", basic({ IncludeManagementEvents: false }), "management events"],
    ["nothing, by advanced selectors", advanced(), undefined],
    [
      "KMS events, by advanced selectors",
      advanced({ Field: "eventSource", NotEquals: ["kms.amazonaws.com"] }),
      "KMS events",
    ],
    [
      "read-only events, by advanced selectors",
      advanced({ Field: "readOnly", Equals: ["false"] }),
      "read-only events, such as Decrypt and GetSecretValue",
    ],
    [
      "management events, by advanced selectors",
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "eventCategory", Equals: ["Data"] }] }] },
      "management events",
    ],
  ])("is told: %s", (_, selectors, lacks) => {
    expect(whatLacks(selectors as Parameters<typeof whatLacks>[0])).toBe(lacks);
  });
});
