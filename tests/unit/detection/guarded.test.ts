import { describe, expect, it } from "vitest";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import {
  aDistinctThreshold,
  aFirstSeen,
  aMatch,
  anAbsence,
  aSequence,
  event,
} from "./detections-of-tests.ts";
import { evaluate } from "./evaluate.ts";

const bad = "not to be read";
const failing = ({ userAgent }: CloudTrailRecord): never | string => {
  if (userAgent === bad) throw new Error("cannot read it");
  return userAgent ?? "";
};

describe("a detection that fails on an event", () => {
  it.each([
    ["matches", aMatch({ matches: (record) => failing(record) !== "" }), 1],
    ["entity", aMatch({ entity: failing }), 1],
    ["why", aMatch({ why: failing }), 2],
    ["severity", aMatch({ severity: (record) => (failing(record) ? "LOW" : "HIGH") }), 2],
    ["remedy", aMatch({ remedy: failing }), 2],
    ["resources", aMatch({ resources: (record) => [failing(record)] }), 2],
    ["distinct", aDistinctThreshold({ threshold: 0 as number, distinct: failing }), 1],
    ["value", aFirstSeen({ learningDays: 0, value: failing }), 1],
    ["expects", anAbsence({ expects: (record) => failing(record).length }), 0],
    ["a step", aSequence({ steps: [{ says: "a", matches: (record) => failing(record) !== "" }] }), 1],
  ])("leaves out what it cannot read and nothing beside it: %s", async (_, detection, found) => {
    const failures: unknown[] = [];
    const signals = await evaluate(detection, [event(0, { userAgent: bad }), event(1)], {
      onFailure: (error) => failures.push(error),
    });
    expect(signals).toHaveLength(found);
    expect(failures).not.toEqual([]);
  });
});
