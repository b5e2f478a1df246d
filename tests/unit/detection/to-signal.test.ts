import { describe, expect, it } from "vitest";
import type { FirstSeenDetection, MatchDetection } from "../../../shared/detection/index.ts";
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
  it("says of what is new how long it was not there, and how long was watched", async () => {
    const at = (eventTime: string, userAgent: string) => aRecord({ eventTime, userAgent });
    const detection: FirstSeenDetection = {
      ...ofAgents,
      kind: "first-seen",
      entity: () => "the entity",
      value: ({ userAgent }) => userAgent ?? undefined,
      forgetDays: 30,
      learningDays: 7,
      why: (value) => `${value} is new.`,
    };
    const records = [at("2026-03-01T12:00:00Z", "cli"), at("2026-03-10T12:00:00Z", "sdk")];
    expect((await evaluate(detection, records)).map(({ why }) => why)).toEqual([
      "sdk is new. Not once in the 30 days before, of which at least 7 were watched.",
    ]);
    const [first] = await evaluate({ ...detection, learningDays: 0 }, records);
    expect(first?.why).toBe("cli is new. Not once in the 30 days before, as far as they were watched.");
  });

  it("can become a finding also where what it is about has an empty name", async () => {
    const signals = await evaluate(ofAgents, [aRecord({ userAgent: "" }), aRecord({ userAgent: "cli" })]);
    const findings = await situations(memorySituations()).merge(signals, new Date("2026-03-01T12:01:00Z"));
    expect(findings.map(({ entity }) => entity)).toEqual(["unknown", "cli"]);
  });
});
