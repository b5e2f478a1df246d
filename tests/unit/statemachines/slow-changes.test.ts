import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { checkout } from "../../../local/checkout.ts";
import { ChangeInProgressError } from "../../../shared/rotation/index.ts";

const stateSchema = z.looseObject({
  Type: z.string(),
  Parameters: z.looseObject({ Payload: z.looseObject({ Step: z.string() }).optional() }).optional(),
  Retry: z
    .array(
      z.looseObject({
        ErrorEquals: z.array(z.string()),
        IntervalSeconds: z.number().optional(),
        BackoffRate: z.number().optional(),
        MaxAttempts: z.number(),
      }),
    )
    .optional(),
});
const machineSchema = z.looseObject({ States: z.record(z.string(), stateSchema) });

async function stateOf(machine: string, step: string) {
  const file = path.join(checkout, "statemachines", `${machine}.asl.json`);
  const { States } = machineSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const found = Object.values(States).find((state) => state.Parameters?.Payload?.Step === step);
  if (!found) throw new Error(`${machine} has no state for ${step}.`);
  return found;
}

describe("a state machine waits a quarter of an hour for a change that takes the system longer than a step", () => {
  it.each([
    ["rotate-secret", "beginRotation"],
    ["rotate-secret", "createSecret"],
    ["rotate-secret", "setSecret"],
    ["rotate-secret", "testSecret"],
    ["rotate-secret", "finishSecret"],
    ["rotate-secret", "undoRotation"],
    ["retire-credential", "retireCredential"],
  ])("%s in %s", async (machine, step) => {
    const { name } = new ChangeInProgressError("It is still modifying.", true);
    const { Retry = [] } = await stateOf(machine, step);
    // The first that names the error is taken.
    const retrier = Retry.find(({ ErrorEquals }) =>
      ErrorEquals.some((one) => one === name || one === "States.ALL"),
    );
    expect(retrier?.ErrorEquals).toEqual([name]);
    expect(retrier?.BackoffRate).toBe(1);
    expect((retrier?.IntervalSeconds ?? 0) * (retrier?.MaxAttempts ?? 0)).toBe(900);
  });
});
