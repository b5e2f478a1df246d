import { describe, expect, it } from "vitest";
import type { MatchDetection } from "../../../shared/detection/index.ts";
import { memorySituations, situations } from "../../../shared/findings/index.ts";
import { aRecord } from "../trail/a-record.ts";
import { evaluate } from "./evaluate.ts";

const ofAgents: MatchDetection = {
  id: "of-agents",
  title: "Of agents",
  technique: "none",
  severity: "LOW",
  kind: "match",
  wants: [{ source: "secretsmanager.amazonaws.com" }],
  matches: () => true,
  entity: ({ userAgent }) => userAgent ?? undefined,
  why: () => "It was called.",
  remedy: "None.",
};

describe("a signal", () => {
  it("can become a finding also where what it is about has an empty name", async () => {
    const signals = await evaluate(ofAgents, [aRecord({ userAgent: "" }), aRecord({ userAgent: "cli" })]);
    const findings = await situations(memorySituations()).merge(signals, new Date("2026-03-01T12:01:00Z"));
    expect(findings.map(({ entity }) => entity)).toEqual(["unknown", "cli"]);
  });
});
