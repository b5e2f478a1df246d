import { DescribeSecretCommand, RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { logsIn } from "../../local/demo/database.ts";
import { phasesOf } from "../../local/demo/phases.ts";
import { currentSecret, labels, rotateOnSchedule } from "../../local/demo/secret.ts";
import { secretsManager, secretUnderRotation, settings, stack } from "./deployed.ts";

describe("a rotation by Secrets Manager's RotateSecret", () => {
  it("runs the four phases in the deployed function and changes the password in the database", async () => {
    const { name, credentials } = await secretUnderRotation();

    const versionId = await rotateOnSchedule(secretsManager, name, stack.outputs.RotateFunctionArn);

    const rotated = await currentSecret(secretsManager, name);
    expect(rotated).toEqual({ ...credentials, password: rotated.password });
    expect(rotated.password).not.toBe(credentials.password);
    expect(await logsIn(rotated)).toBe(true);
    expect(await logsIn(credentials)).toBe(false);
    const logGroup = `/aws/lambda/rekey-${stack.stage}-rotate`;
    expect(Object.keys(await phasesOf(settings, logGroup, versionId))).toEqual([
      "createSecret",
      "setSecret",
      "testSecret",
      "finishSecret",
    ]);
  });

  it("leaves a 30-day schedule, and AWSPREVIOUS on the version before", async () => {
    const { name } = await secretUnderRotation();
    const [[before = ""] = []] = Object.entries(await labels(secretsManager, name));

    const versionId = await rotateOnSchedule(secretsManager, name, stack.outputs.RotateFunctionArn);

    const secret = await secretsManager.send(new DescribeSecretCommand({ SecretId: name }));
    expect(secret.RotationRules?.AutomaticallyAfterDays).toBe(30);
    expect(secret.RotationLambdaARN).toBe(stack.outputs.RotateFunctionArn);
    expect(secret.VersionIdsToStages?.[versionId]).toContain("AWSCURRENT");
    expect(secret.VersionIdsToStages?.[before]).toEqual(["AWSPREVIOUS"]);
  });

  it("can be repeated: each time only the newest password logs in", async () => {
    const { name, credentials } = await secretUnderRotation();
    const seen = [credentials];
    for (let turn = 0; turn < 3; turn += 1) {
      await rotateOnSchedule(secretsManager, name, stack.outputs.RotateFunctionArn);
      seen.unshift(await currentSecret(secretsManager, name));
    }
    expect(await Promise.all(seen.map(logsIn))).toEqual([true, false, false, false]);
  });

  it("changes nothing when only the settings are to be tested", async () => {
    const { name, credentials } = await secretUnderRotation();
    const before = await labels(secretsManager, name);

    await secretsManager.send(new RotateSecretCommand({ SecretId: name, RotateImmediately: false }));

    expect(await labels(secretsManager, name)).toEqual(before);
    expect(await logsIn(credentials)).toBe(true);
  });
});
