import { describe, expect, it } from "vitest";
import { readEvent } from "../../../shared/audit/index.ts";
import { keyArn, kmsCall } from "../audit/records.ts";
import { gathered, logsOf } from "./gathered.ts";

const disabled = kmsCall("DisableKey", { requestParameters: { keyId: keyArn } });

describe("a report", () => {
  it("has what the detections find in the same records, of its period alone", async () => {
    const early = kmsCall("DisableKey", { eventTime: "2026-02-01T00:00:00Z" });
    expect((await gathered([early, disabled])).findings).toMatchObject([
      { ruleId: "kms-key-disabled-or-scheduled-for-deletion", entity: keyArn, count: 1 },
    ]);
  });

  it("says that nothing was searched for where the source has no whole records", async () => {
    const engine = {
      events: async function* () {
        yield { events: [readEvent(disabled)], seen: 1, problems: [] };
      },
    };
    expect((await gathered(engine)).findings).toBeUndefined();
  });

  it("names what could not be read, and counts what it does not name", async () => {
    const problems = Array.from({ length: 130 }, (_, n) => new Error(`log ${n}`));
    const report = await gathered(logsOf([disabled], problems));
    expect(report.problemCount).toBe(130);
    expect(report.problems).toHaveLength(100);
    expect(report.findings).toHaveLength(1);
  });

  it("passes on the notes that it is given, and those of the engine", async () => {
    const engine = { ...logsOf([]), notes: async () => ["of the engine"] };
    const { notes } = await gathered(engine, { notes: ["given"] });
    expect(notes).toEqual(["given", "of the engine"]);
  });

  it("ends early when it is told to", async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await gathered([disabled], { signal: stop.signal })).seen).toBe(0);
  });
});
