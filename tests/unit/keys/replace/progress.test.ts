import { describe, expect, it } from "vitest";
import { progressOf } from "../../../../shared/keys/replace/advance.ts";
import { defaultSettings } from "../../../../shared/keys/replace/begin.ts";
import { nothingYet, type Replacement } from "../../../../shared/keys/replace/replacement.ts";
import { joinUsers } from "../../../../shared/keys/replace/uses.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const state: Replacement = {
  ...nothingYet,
  oldKey: { id: "old", arn: "arn:old" },
  alias: "alias/a",
  aliases: ["alias/a"],
  direction: "forward",
  stage: "secrets",
  run: "this",
  paused: false,
  settings: defaultSettings,
  startedAt: now.toISOString(),
};

describe("what a run does next", () => {
  it.each<[string, Partial<Replacement>, string, number]>([
    ["goes on", {}, "goOn", 0],
    ["waits until it may go on", { notBefore: "2026-03-01T12:05:00.000Z" }, "wait", 300],
    ["goes on when that is over", { notBefore: "2026-03-01T11:59:59.000Z" }, "goOn", 0],
    [
      "ends when it is paused, whatever it waits for",
      { paused: true, notBefore: "2026-03-02T12:00:00.000Z" },
      "paused",
      0,
    ],
    ["ends when a person must decide", { blocked: "why", paused: true }, "blocked", 0],
    ["ends when another run has taken over", { run: "other", paused: true, blocked: "why" }, "superseded", 0],
    ["ends when all is done", { stage: "done", blocked: "why" }, "done", 0],
    ["ends when all is undone", { stage: "undone" }, "undone", 0],
  ])("%s", (_, change, decision, waitSeconds) => {
    expect(progressOf({ ...state, ...change }, "this", now)).toMatchObject({ decision, waitSeconds });
  });

  it("tells why it is blocked", () => {
    expect(progressOf({ ...state, blocked: "why" }, "this", now).summary).toBe("why");
  });
});

describe("who used the old key", () => {
  const use = (principal: string, last: string, count = 1, operation = "Decrypt") => ({
    principal,
    operations: [operation],
    count,
    last,
  });

  it("is counted over all looks, the last one first", () => {
    const first = [use("a", "2026-03-01T00:00:00.000Z", 2), use("b", "2026-03-03T00:00:00.000Z")];
    const second = [use("a", "2026-03-02T00:00:00.000Z", 3, "Encrypt")];
    expect(joinUsers(first, second)).toEqual([
      use("b", "2026-03-03T00:00:00.000Z"),
      { ...use("a", "2026-03-02T00:00:00.000Z", 5), operations: ["Decrypt", "Encrypt"] },
    ]);
  });
});
