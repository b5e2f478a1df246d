import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import {
  NotPendingError,
  RotationNotEnabledError,
  UnknownStepError,
  UnknownVersionError,
} from "../../../shared/rotation/index.ts";
import { createUser, logsIn } from "./database.ts";
import { rotateStep, startProcess } from "./process.ts";
import { labelsOf, rotateSecret, secretOf, storeSecret, storeUnderRotation, versionWith } from "./secrets.ts";

const { postgres } = inject("integration");
const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"];

test.each(["CreateSecret", "setsecret", " setSecret", "", "toString", "__proto__", "rotate"])(
  'the step "%s" is refused, and the steps there are are named',
  async (step) => {
    const user = await createUser(postgres);
    const secretId = await storeUnderRotation(secretOf(postgres, user));
    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);
    const labels = await labelsOf(secretId);

    const refusal = await rotateStep(step, secretId, token).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UnknownStepError);
    expect((refusal as Error).message).toContain(`"${step}" is no step of a rotation.`);
    expect((refusal as Error).message).toContain(
      [
        "Steps: createSecret, setSecret, testSecret, finishSecret,",
        "planRotation, beginRotation, beginRollback, undoRotation, reportRotation, reportStatus,",
        "recoverRotation, planRetirement, retireCredential, checkReadiness.",
      ].join(" "),
    );
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await logsIn(postgres, user)).toBe(true);
  },
);

describe.each(phases)("the phase %s", (phase) => {
  test("is refused for a version that the secret does not have", async () => {
    const user = await createUser(postgres);
    const secretId = await storeUnderRotation(secretOf(postgres, user));
    const labels = await labelsOf(secretId);

    await expect(rotateStep(phase, secretId, randomUUID())).rejects.toThrow(UnknownVersionError);
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await logsIn(postgres, user)).toBe(true);
  });

  test("is refused for a version that was replaced and is AWSPREVIOUS now", async () => {
    const user = await createUser(postgres);
    const secretId = await storeUnderRotation(secretOf(postgres, user));
    const previous = String(await versionWith(secretId, "AWSCURRENT"));
    const token = randomUUID();
    await rotateSecret(secretId, token);
    for (const step of phases) await rotateStep(step, secretId, token);
    const labels = await labelsOf(secretId);

    await expect(rotateStep(phase, secretId, previous)).rejects.toThrow(NotPendingError);
    expect(await labelsOf(secretId)).toEqual(labels);
  });
});

test.each([...phases, "beginRotation"])(
  "%s is refused for a secret that is not under rotation, with the command that puts it there",
  async (step) => {
    const user = await createUser(postgres);
    const secretId = await storeSecret(secretOf(postgres, user));
    const labels = await labelsOf(secretId);

    const refusal = await rotateStep(step, secretId, randomUUID()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RotationNotEnabledError);
    expect((refusal as Error).message).toContain("aws secretsmanager rotate-secret");
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await logsIn(postgres, user)).toBe(true);
  },
);

test("reportRotation tells the labels, whatever the version, and changes nothing", async () => {
  const user = await createUser(postgres);
  const secretId = await storeUnderRotation(secretOf(postgres, user));
  const labels = await labelsOf(secretId);
  const token = randomUUID();

  expect(await startProcess().run("reportRotation", secretId, token)).toEqual({
    step: "reportRotation",
    secretId,
    versionId: token,
    outcome: "reported",
    labels,
  });
  expect(await labelsOf(secretId)).toEqual(labels);
});
