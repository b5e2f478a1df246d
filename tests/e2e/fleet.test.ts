import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { logsIn } from "../../local/demo/database.ts";
import { currentSecret } from "../../local/demo/secret.ts";
import { followExecution, startExecution } from "../../shared/rotation/index.ts";
import {
  type RegisteredSecret,
  secretsManager,
  secretUnderRotation,
  stack,
  stepFunctions,
  tag,
} from "./deployed.ts";

describe("the state machine rotate-fleet", () => {
  it("rotates every secret with a tag, the first one alone, and tells what it did", async () => {
    const team = { key: "team", value: randomUUID() };
    const secrets = await tagged(team, 5);

    const { status, output, waves } = await rotateFleet({
      selection: { tag: team },
      reason: "a test",
      concurrency: 3,
    });

    expect(status).toBe("SUCCEEDED");
    const { summary, succeeded, failed } = JSON.parse(output ?? "");
    expect(succeeded.toSorted()).toEqual(secrets.map(({ name }) => name).toSorted());
    expect(failed).toEqual([]);
    expect(summary).toBe("5 of 5 secrets rotated, 0 failed.");
    // One alone, three at once, and the last.
    expect(waves).toBe(3);
    for (const { name, credentials } of secrets) {
      expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
      expect(await logsIn(credentials)).toBe(false);
    }
  }, 180_000);

  it("touches nothing else when the first one fails", async () => {
    const team = { key: "team", value: randomUUID() };
    const secrets = await tagged(team, 3, (secret) => ({ ...secret, engine: "dbase" }));

    const { status, error, cause } = await rotateFleet({ selection: { tag: team }, reason: "a test" });

    expect({ status, error }).toEqual({ status: "FAILED", error: "FleetStoppedError" });
    expect(cause).toContain("2 were not touched");
    expect(cause).toContain("UnsupportedEngineError");
    expect(await logsIn(secrets[1]?.credentials ?? neverThere())).toBe(true);
  }, 120_000);

  it("goes on while no more fail than tolerated", async () => {
    const team = { key: "team", value: randomUUID() };
    const good = await tagged(team, 3);
    await tagged(team, 1, (secret) => ({ ...secret, engine: "dbase" }), "e2e/last-");

    const { status, output } = await rotateFleet({
      selection: { tag: team },
      reason: "a test",
      toleratedFailurePercentage: 30,
    });

    expect(status).toBe("SUCCEEDED");
    const { succeeded, failed } = JSON.parse(output ?? "");
    expect(succeeded).toHaveLength(good.length);
    expect(failed).toMatchObject([{ ok: false, error: "UnsupportedEngineError" }]);
  }, 180_000);

  it("only says what it would do in a dry run", async () => {
    const team = { key: "team", value: randomUUID() };
    const [secret] = await tagged(team, 1);
    const { output } = await rotateFleet({ selection: { tag: team }, reason: "a test", dryRun: true });
    expect(JSON.parse(output ?? "")).toMatchObject({
      summary: "1 secrets would be rotated.",
      notTouched: [secret?.name],
    });
    expect(await logsIn(secret?.credentials ?? neverThere())).toBe(true);
  });

  it.each([
    [
      "no secret fits",
      { selection: { tag: { key: "team", value: "nobody" } }, reason: "x" },
      "No secret under rotation",
    ],
    ["the selection is empty", { selection: {}, reason: "x" }, "name secrets by tag, prefix or secretIds"],
    ["a name in it is not known", { selection: { prefix: "x" }, reason: "x", speed: "fast" }, "speed"],
  ])("rotates nothing when %s", async (_, input, words) => {
    const { status, cause } = await rotateFleet(input);
    expect(status).toBe("FAILED");
    expect(cause).toContain(words);
  });
});

async function tagged(
  { key, value }: { key: string; value: string },
  count: number,
  change?: (secret: object) => unknown,
  prefix?: string,
): Promise<RegisteredSecret[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const secret = await secretUnderRotation(change, prefix);
      await tag(secret.name, { [key]: value });
      return secret;
    }),
  );
}

async function rotateFleet(input: object) {
  const execution = await startExecution(stepFunctions, stack.outputs.RotateFleetStateMachineArn, input);
  let waves = 0;
  const end = await followExecution(stepFunctions, execution, (name) => {
    if (name === "Wave") waves += 1;
  });
  return { ...end, waves };
}

function neverThere(): never {
  throw new Error("No secret was made.");
}
