import { randomUUID } from "node:crypto";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  paginateListExecutions,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { currentSecret, currentVersion, labels, rotateOnSchedule } from "../../local/demo/secret.ts";
import { type RunningRedis, startRedis } from "../../local/redis/index.ts";
import { followExecution, startExecution } from "../../shared/rotation/index.ts";
import { createRedisUser, redisLogsIn, redisSecretOf } from "../integration/rotation/redis-users.ts";
import { eventually, putUnderRotation, secretsManager, stack, stepFunctions, tag } from "./deployed.ts";

const { RotateFunctionArn, RotateSecretStateMachineArn, RetireCredentialStateMachineArn } = stack.outputs;

let server: RunningRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.stop());

describe("a rotation with overlap of a Redis user", () => {
  it("by Secrets Manager keeps the old credential for the grace period, and then retires it", async () => {
    const graceSeconds = 4;
    const { name, first, previous } = await redisUserUnderRotation({
      "rekey:grace-seconds": String(graceSeconds),
    });

    const version = await rotateOnSchedule(secretsManager, name, RotateFunctionArn);
    const second = await currentSecret(secretsManager, name);
    expect(second.password).not.toBe(first.password);
    expect(await bothLogIn(first, second)).toEqual([true, true]);
    expect((await labels(secretsManager, name))[previous]).toEqual(["AWSPREVIOUS"]);

    const retirement = await retirementOf(name);
    const states: string[] = [];
    expect(await followExecution(stepFunctions, retirement, (state) => states.push(state))).toMatchObject({
      status: "SUCCEEDED",
    });
    expect(states).toEqual([
      ...["Validate", "PlanRetirement", "IsThereOne", "GracePeriod"],
      ...["RetireCredential", "IsItHeld", "Done"],
    ]);
    const { entered, left } = await passage(retirement, "GracePeriod");
    expect(Number(left) - Number(entered)).toBeGreaterThanOrEqual(graceSeconds * 1_000);
    expect(await bothLogIn(first, second)).toEqual([false, true]);
    await retiredIs(name, { previous, version });
  });

  it("by hand keeps the old credential as long as the secret is on hold", async () => {
    const { name, first, previous } = await redisUserUnderRotation({
      "rekey:grace-seconds": "0",
      "rekey:hold": "true",
    });
    const rotation = await startExecution(stepFunctions, RotateSecretStateMachineArn, {
      secretId: name,
      reason: "a test",
    });
    expect(await followExecution(stepFunctions, rotation)).toMatchObject({ status: "SUCCEEDED" });
    const version = String(await currentVersion(secretsManager, name));
    const second = await currentSecret(secretsManager, name);

    const held = await retirementOf(name);
    onTestFinished(async () => {
      await stepFunctions.send(new StopExecutionCommand({ executionArn: held }));
    });
    await eventually(
      "the retirement to wait for the end of the hold",
      async () => (await passage(held, "WaitWhileHeld")).entered,
    );
    expect(await bothLogIn(first, second)).toEqual([true, true]);
    expect((await labels(secretsManager, name))[previous]).toEqual(["AWSPREVIOUS"]);

    await tag(name, { "rekey:hold": "false" });
    const retirement = await startExecution(stepFunctions, RetireCredentialStateMachineArn, {
      secretId: name,
    });
    expect(await followExecution(stepFunctions, retirement)).toMatchObject({ status: "SUCCEEDED" });
    expect(await bothLogIn(first, second)).toEqual([false, true]);
    await retiredIs(name, { previous, version });
  });
});

/** A Redis user that changes its own password, and its secret under rotation. */
async function redisUserUnderRotation(tags: Record<string, string>) {
  const first = await createRedisUser(server);
  const name = `e2e/${randomUUID()}`;
  await putUnderRotation(name, redisSecretOf(server, first));
  await tag(name, tags);
  return { name, first, previous: String(await currentVersion(secretsManager, name)) };
}

function bothLogIn(...credentials: { username: string; password: string }[]): Promise<boolean[]> {
  return Promise.all(credentials.map((one) => redisLogsIn(server, one)));
}

/** As docs/rotation.md has it: the version keeps AWSPREVIOUS, and is marked. */
async function retiredIs(name: string, { previous, version }: { previous: string; version: string }) {
  const { [previous]: old = [], [version]: current } = await labels(secretsManager, name);
  expect(old.toSorted()).toEqual(["AWSPREVIOUS", "REKEYRETIRED"]);
  expect(current).toContain("AWSCURRENT");
}

/** The retirement that a rotation of a secret started, once it has; its input has the secret's name or ARN. */
function retirementOf(name: string): Promise<string> {
  return eventually(`a retirement of ${name}`, async () => {
    const machine = { stateMachineArn: RetireCredentialStateMachineArn };
    for await (const { executions = [] } of paginateListExecutions({ client: stepFunctions }, machine)) {
      for (const { executionArn } of executions) {
        const { input } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
        if (executionArn && input?.includes(name)) return executionArn;
      }
    }
    return undefined;
  });
}

/** When an execution came into a state and left it; undefined for what has not happened. */
async function passage(executionArn: string, state: string) {
  const { events = [] } = await stepFunctions.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }),
  );
  return {
    entered: events.find((event) => event.stateEnteredEventDetails?.name === state)?.timestamp,
    left: events.find((event) => event.stateExitedEventDetails?.name === state)?.timestamp,
  };
}
