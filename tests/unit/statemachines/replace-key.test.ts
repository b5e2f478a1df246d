import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { checkout } from "../../../local/checkout.ts";
import { stageInWords } from "../../../shared/keys/index.ts";

const choiceSchema = z.object({ Variable: z.string(), StringEquals: z.string(), Next: z.string() });
const machineSchema = z.object({
  States: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Choices: z.array(choiceSchema).optional(),
      Catch: z.array(z.looseObject({ Next: z.string() })).optional(),
      Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).optional(),
    }),
  ),
});

const file = path.join(checkout, "statemachines", "replace-key.asl.json");
const { States } = machineSchema.parse(JSON.parse(await readFile(file, "utf8")));

describe("the state machine replace-key", () => {
  it.each(["WhatNext", "ByStage"])("has a state for every stage of the function in %s", (name) => {
    const stages = (States[name]?.Choices ?? []).filter(({ Variable }) => Variable.endsWith(".stage"));
    const ends = ["done", "undone"];
    expect(stages.map(({ StringEquals }) => StringEquals).sort()).toEqual(
      Object.keys(stageInWords)
        .filter((stage) => !ends.includes(stage))
        .sort(),
    );
    for (const { Next } of stages) expect(States[Next]?.Type).toBe("Task");
  });

  it("knows every decision of the function", () => {
    const decisions = (States.WhatNext?.Choices ?? []).filter(({ Variable }) =>
      Variable.endsWith(".decision"),
    );
    expect(decisions.map(({ StringEquals }) => StringEquals).sort()).toEqual([
      "blocked",
      "done",
      "paused",
      "superseded",
      "undone",
      "wait",
    ]);
  });

  it.each([
    "NotReplaceableError",
    "PolicyNamesKeyError",
    "UnknownKeyError",
    "KeyNameError",
    "KeyStateError",
    "KeyPermissionError",
  ])("does not begin once more what is refused for good: %s", (name) => {
    const isOf = ({ ErrorEquals }: { ErrorEquals: string[] }) =>
      ErrorEquals.some((one) => one === name || one === "States.ALL");
    expect(States.Begin?.Retry?.find(isOf)).toMatchObject({ MaxAttempts: 0 });
  });

  it("says of a piece that failed that another execution goes on there, and of a beginning that nothing was changed", () => {
    for (const [name, { Type, Catch }] of Object.entries(States)) {
      if (Type !== "Task") continue;
      expect(Catch?.map(({ Next }) => Next)).toEqual([name === "Begin" ? "NotBegun" : "Stopped"]);
    }
  });
});
