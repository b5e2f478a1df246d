import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PutSecretValueCommand, RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { logsIn } from "../../local/demo/database.ts";
import { currentSecret, labels, rotateOnSchedule } from "../../local/demo/secret.ts";
import { asSuperuser, eventually, secretsManager, secretUnderRotation, settings, stack } from "./deployed.ts";
import { refuseLogin } from "./refuse-login.ts";

const lambda = new LambdaClient(settings);

describe("a rotation that died between setSecret and finishSecret", () => {
  it("is finished by the sweep, with no hand on it", async () => {
    const { name, credentials } = await secretUnderRotation();
    const token = randomUUID();
    await step("beginRotation", name, token);
    await step("setSecret", name, token);
    const outageBegan = performance.now();
    expect(await logsIn(credentials)).toBe(false);

    await eventually("the sweep to finish it", async () => {
      await invoke("recover", {});
      return (await labels(secretsManager, name))[token]?.includes("AWSCURRENT") ? true : undefined;
    });

    const now = await currentSecret(secretsManager, name);
    const outageMs = Math.round(performance.now() - outageBegan);
    expect(await logsIn(now)).toBe(true);
    expect((await labels(secretsManager, name))[token]).toContain("AWSCURRENT");
    process.stdout.write(`without a working AWSCURRENT until the sweep had come: ${outageMs} ms\n`);
  });

  it("is finished at once when Secrets Manager reports that it failed", async () => {
    const { name, username, credentials } = await secretUnderRotation();
    // The first login proves AWSCURRENT, the second sets the new password, the third tests it.
    await refuseLogin(username, 3);
    await secretsManager.send(new RotateSecretCommand({ SecretId: name }));
    await noRotationHalfDone(name);
    expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
    expect(await logsIn(credentials)).toBe(false);
  });

  it("is left alone while it is young: it may be under way", async () => {
    const { name } = await secretUnderRotation();
    const token = randomUUID();
    await secretsManager.send(
      new PutSecretValueCommand({
        SecretId: name,
        ClientRequestToken: token,
        SecretString: JSON.stringify({
          ...(await currentSecret(secretsManager, name)),
          password: "not set anywhere",
        }),
        VersionStages: ["AWSPENDING"],
      }),
    );
    // The stack under test takes a rotation for dead after a few seconds.
    await invoke("recover", {});
    expect((await labels(secretsManager, name))[token]).toContain("AWSPENDING");
    await eventually("the sweep to undo it", async () => {
      await invoke("recover", {});
      return (await labels(secretsManager, name))[token]?.includes("AWSPENDING") ? undefined : true;
    });
  });
});

describe("a rotation that died before setSecret did anything", () => {
  it("is undone at once when Secrets Manager reports that it failed", async () => {
    const { name, username, credentials } = await secretUnderRotation();
    await refuseLogin(username, 2);
    await secretsManager.send(new RotateSecretCommand({ SecretId: name }));
    await noRotationHalfDone(name);
    expect(await currentSecret(secretsManager, name)).toEqual(credentials);
    expect(await logsIn(credentials)).toBe(true);
  });
});

describe("the database set back to the old password by hand", () => {
  it("is told by the status, and put right by recovering", async () => {
    const { name, username, credentials } = await secretUnderRotation();
    await rotateOnSchedule(secretsManager, name, stack.outputs.RotateFunctionArn);
    await asSuperuser(`ALTER ROLE ${username} PASSWORD '${credentials.password}'`);

    expect(await step("reportStatus", name)).toMatchObject({ status: { state: "drifted" } });
    expect(await step("recoverRotation", name)).toMatchObject({ outcome: "setAgain" });
    expect(await step("reportStatus", name)).toMatchObject({ status: { state: "healthy" } });
    expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
    expect(await logsIn(credentials)).toBe(false);
  });
});

/** Waits until no version has AWSPENDING but is not AWSCURRENT. */
async function noRotationHalfDone(name: string): Promise<void> {
  await eventually("no rotation to be half-done", async () => {
    const stages = Object.values(await labels(secretsManager, name));
    const halfDone = stages.some((one) => one.includes("AWSPENDING") && !one.includes("AWSCURRENT"));
    return halfDone ? undefined : true;
  });
}

function step(name: string, secretId: string, token: string = randomUUID()): Promise<unknown> {
  return invoke("rotate", { Step: name, SecretId: secretId, ClientRequestToken: token });
}

async function invoke(name: string, payload: object): Promise<unknown> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: `rekey-${stack.stage}-${name}`, Payload: JSON.stringify(payload) }),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString("utf8"));
  if (FunctionError) throw new Error(JSON.stringify(answer));
  return answer;
}
