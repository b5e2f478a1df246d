import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { AuthenticationError, CredentialMismatchError } from "../../../shared/rotation/index.ts";
import { createUser, freshPassword, logsIn, setPasswordByHand } from "./database.ts";
import { rotateStep } from "./process.ts";
import {
  labelsOf,
  putCurrent,
  putPending,
  rotateSecret,
  secretOf,
  storedValue,
  storeUnderRotation,
  userOf,
} from "./secrets.ts";

const { postgres } = inject("integration");
const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/** A secret that was rotated once, so that it has an AWSPREVIOUS. */
async function rotatedOnce() {
  const first = await createUser(postgres);
  const secretId = await storeUnderRotation(secretOf(postgres, first));
  const token = randomUUID();
  await rotateSecret(secretId, token);
  for (const step of phases) await rotateStep(step, secretId, token);
  return { first, second: await userOf(secretId, { label: "AWSCURRENT" }), secretId };
}

describe("a database that was restored from before the last rotation", () => {
  test("still has the password of AWSPREVIOUS: setSecret uses it, and the rotation completes", async () => {
    const { first, second, secretId } = await rotatedOnce();
    await setPasswordByHand(postgres, first);
    const token = randomUUID();

    expect(await rotateStep("beginRotation", secretId, token)).toBe("claimed");
    expect(await rotateStep("setSecret", secretId, token)).toBe("setFromPrevious");
    await rotateStep("testSecret", secretId, token);
    await rotateStep("finishSecret", secretId, token);
    expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
    expect(await logsIn(postgres, first)).toBe(false);
    expect(await logsIn(postgres, second)).toBe(false);
  });

  test("is not touched by way of an AWSPREVIOUS that is for another user", async () => {
    const { second, secretId } = await rotatedOnce();
    const other = await createUser(postgres);
    await putCurrent(secretId, secretOf(postgres, other));
    await putCurrent(secretId, { ...secretOf(postgres, second), password: freshPassword() });
    expect(await userOf(secretId, { label: "AWSPREVIOUS" })).toEqual(other);
    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);

    await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(AuthenticationError);
    expect(await logsIn(postgres, other)).toBe(true);
    expect(await logsIn(postgres, second)).toBe(true);
  });
});

describe("a database that has none of the secret's passwords", () => {
  test("is refused by setSecret, which says what to do and changes nothing", async () => {
    const { first, second, secretId } = await rotatedOnce();
    const byHand = { ...first, password: freshPassword() };
    await setPasswordByHand(postgres, byHand);
    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);
    const labels = await labelsOf(secretId);
    const pending = await userOf(secretId, { id: token });

    const failure = await rotateStep("setSecret", secretId, token).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AuthenticationError);
    const { message } = failure as AuthenticationError;
    expect(message).toContain(first.username);
    expect(message).toContain("Set the credential of AWSCURRENT there by hand, then rotate again.");
    for (const { password } of [first, second, byHand, pending]) expect(message).not.toContain(password);
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await logsIn(postgres, byHand)).toBe(true);
  });

  test("leaves AWSPENDING where it is when the rotation is undone, since it may hold the password", async () => {
    const { first, secretId } = await rotatedOnce();
    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);
    await setPasswordByHand(postgres, { ...first, password: freshPassword() });
    const labels = await labelsOf(secretId);

    const failure = await rotateStep("undoRotation", secretId, token).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect((failure as AuthenticationError).message).toContain(`remove AWSPENDING from version ${token}`);
    expect(await labelsOf(secretId)).toEqual(labels);
  });

  test("is put right by setting the password of AWSCURRENT by hand", async () => {
    const { first, second, secretId } = await rotatedOnce();
    await setPasswordByHand(postgres, { ...first, password: freshPassword() });
    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);
    await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(AuthenticationError);

    await setPasswordByHand(postgres, second);
    expect(await rotateStep("setSecret", secretId, token)).toBe("set");
  });
});

describe("an AWSPENDING that was written for another user", () => {
  test("is refused by setSecret and by undoRotation; no password and no label changes", async () => {
    const user = await createUser(postgres);
    const other = await createUser(postgres);
    const secretId = await storeUnderRotation(secretOf(postgres, user));
    const token = randomUUID();
    await rotateSecret(secretId, token);
    await putPending(secretId, token, { ...secretOf(postgres, other), password: freshPassword() });
    const labels = await labelsOf(secretId);
    const pending = await storedValue(secretId, { id: token });

    for (const step of ["setSecret", "undoRotation"]) {
      await expect(rotateStep(step, secretId, token)).rejects.toThrow(CredentialMismatchError);
    }
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await storedValue(secretId, { id: token })).toEqual(pending);
    expect(await logsIn(postgres, user)).toBe(true);
    expect(await logsIn(postgres, other)).toBe(true);
  });
});
