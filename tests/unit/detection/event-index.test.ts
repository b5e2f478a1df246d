import { describe, expect, it } from "vitest";
import {
  type Detection,
  evaluateMatches,
  indexByEvent,
  type MatchDetection,
} from "../../../shared/detection/index.ts";
import { aRecord } from "../trail/a-record.ts";

const disableKey = aRecord({ eventSource: "kms.amazonaws.com", eventName: "DisableKey" });

function detection(
  id: string,
  wants: Detection["wants"],
  matches: MatchDetection["matches"],
): MatchDetection {
  return {
    id,
    title: id,
    technique: "T0000",
    kind: "match",
    wants,
    matches,
    severity: () => "LOW",
    entity: () => "x",
    why: () => "why",
    remedy: () => "remedy",
  };
}

const mustNotBeAsked = () => {
  throw new Error("was asked about an event that it does not want");
};

describe("the event index", () => {
  it("finds the detections that want an event by name, and those that want all of its source", () => {
    const index = indexByEvent([
      detection("by-name", [{ source: "kms.amazonaws.com", names: ["EnableKey", "DisableKey"] }], () => true),
      detection("by-source", [{ source: "kms.amazonaws.com" }], () => true),
      detection(
        "by-either",
        [{ source: "ssm.amazonaws.com" }, { source: "kms.amazonaws.com", names: ["DisableKey"] }],
        () => true,
      ),
    ]);
    expect(index(disableKey).map(({ id }) => id)).toEqual(["by-name", "by-either", "by-source"]);
  });

  it("asks no detection about an event that it does not want", () => {
    const index = indexByEvent([
      detection("other-name", [{ source: "kms.amazonaws.com", names: ["EnableKey"] }], mustNotBeAsked),
      detection("other-source", [{ source: "ssm.amazonaws.com" }], mustNotBeAsked),
      detection("same-name", [{ source: "ssm.amazonaws.com", names: ["DisableKey"] }], mustNotBeAsked),
      detection("no-name", [{ source: "kms.amazonaws.com", names: [] }], mustNotBeAsked),
      detection("wanted", [{ source: "kms.amazonaws.com" }], () => true),
    ]);
    expect(evaluateMatches([disableKey], index).map(({ ruleId }) => ruleId)).toEqual(["wanted"]);
  });

  it("finds none for an event of a source that nobody watches", () => {
    const index = indexByEvent([detection("kms", [{ source: "kms.amazonaws.com" }], () => true)]);
    expect(index(aRecord({ eventSource: "__proto__", eventName: "constructor" }))).toEqual([]);
  });
});
