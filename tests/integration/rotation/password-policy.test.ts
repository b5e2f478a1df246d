import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { NotPendingError, PasswordRejectedError } from "../../../shared/rotation/index.ts";
import { asSuperuser, createUser, type DatabaseUser, freshPassword, logsIn } from "./database.ts";
import { rotateStep, startProcess } from "./process.ts";
import { rotateOnce } from "./rotated.ts";
import { labelsOf, putPending, rotateSecret, secretOf, storeUnderRotation, versionWith } from "./secrets.ts";

const { postgres } = inject("integration");

/** A user whose passwords the server's extension passwordcheck has to like. */
async function checkedUser(as?: DatabaseUser) {
  const user = await createUser(postgres, as);
  await asSuperuser(postgres, `ALTER ROLE ${user.username} SET session_preload_libraries = 'passwordcheck'`);
  return user;
}

/** A secret of such a user. */
async function checkedSecret() {
  const user = await checkedUser();
  const secretId = await storeUnderRotation(secretOf(postgres, user));
  const version = String(await versionWith(secretId, "AWSCURRENT"));
  // Of a verifier the extension can only see whether the password is the user's name.
  const refused = { ...secretOf(postgres, user), password: user.username };
  /** Begins a rotation whose password the server will refuse. */
  const beginRefused = async () => {
    const token = randomUUID();
    await rotateSecret(secretId, token);
    await putPending(secretId, token, refused);
    return token;
  };
  return { user, secretId, version, beginRefused };
}

test("a password that the server's rules refuse is told with the next step, and its version is given up", async () => {
  const { user, secretId, version, beginRefused } = await checkedSecret();
  const token = await beginRefused();

  const failure = await rotateStep("setSecret", secretId, token).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PasswordRejectedError);
  expect(failure).toMatchObject({ code: "password-policy" });
  expect((failure as Error).message).toContain(`Adapt "passwordPolicy" in the secret to the server's rules.`);
  const givenUp = { [version]: ["AWSCURRENT"], [token]: ["REKEYREJECTED1"] };
  expect(await labelsOf(secretId)).toEqual(givenUp);
  expect(await logsIn(postgres, user)).toBe(true);

  await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(NotPendingError);
  expect(await rotateStep("undoRotation", secretId, token)).toBe("nothingToUndo");
  expect(await rotateStep("recoverRotation", secretId, token)).toBe("nothingToRecover");
  expect(await labelsOf(secretId)).toEqual(givenUp);
});

test("rejections in a row are counted, and forgotten once a password was accepted", async () => {
  const { user, secretId, version, beginRefused } = await checkedSecret();
  const tokens: string[] = [];
  for (const count of [1, 2, 3]) {
    const token = await beginRefused();
    await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(PasswordRejectedError);
    tokens.push(token);
    expect(await labelsOf(secretId)).toEqual({
      [version]: ["AWSCURRENT"],
      ...Object.fromEntries(tokens.map((one, index) => [one, [`REKEYREJECTED${index + 1}`]])),
    });
    expect(tokens).toHaveLength(count);
  }
  expect(await logsIn(postgres, user)).toBe(true);

  const accepted = await rotateOnce(secretId);
  expect(await labelsOf(secretId)).toEqual({
    [version]: ["AWSPREVIOUS"],
    [accepted]: ["AWSCURRENT", "AWSPENDING"],
  });
  expect(await logsIn(postgres, user)).toBe(false);

  const token = await beginRefused();
  await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(PasswordRejectedError);
  expect((await labelsOf(secretId))[token]).toEqual(["REKEYREJECTED1"]);
});

test("a setSecret that dies while it gives a version up counts the rejection once, however often it dies", async () => {
  const rejected = async (call: number) => {
    const { user, secretId, version, beginRefused } = await checkedSecret();
    const token = await beginRefused();
    const dying = startProcess({ call, moment: "after" });
    const end = await dying.run("setSecret", secretId, token).catch((error: unknown) => error);

    const again = await rotateStep("setSecret", secretId, token).catch((error: unknown) => error);
    expect([PasswordRejectedError.name, NotPendingError.name], `call ${call}`).toContain(
      (again as Error).name,
    );
    expect(await labelsOf(secretId), `call ${call}`).toEqual({
      [version]: ["AWSCURRENT"],
      [token]: ["REKEYREJECTED1"],
    });
    expect(await logsIn(postgres, user)).toBe(true);
    return { end, calls: dying.calls };
  };

  let call = 1;
  for (; (await rejected(call)).end === "died"; call += 1);
  const { end, calls } = await rejected(call);
  expect(end).toBeInstanceOf(PasswordRejectedError);
  expect(calls.filter((name) => name === "UpdateSecretVersionStage")).toHaveLength(2);
  expect(call).toBe(calls.length + 1);
});

test("a secret's own passwordPolicy makes passwords that the server's rules take", async () => {
  // The one password of its length that has nothing but the letter x.
  const username = "x".repeat(40);
  const letters = "abcdefghijklmnopqrstuvwyz";
  const onlyX = { excludeUppercase: true, excludeNumbers: true, excludePunctuation: true };
  const user = await checkedUser({ username, password: freshPassword() });
  const begin = async (passwordPolicy: object) => {
    const secretId = await storeUnderRotation({ ...secretOf(postgres, user), passwordPolicy });
    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);
    return rotateStep("setSecret", secretId, token);
  };

  await expect(begin({ ...onlyX, excludeCharacters: letters, length: 40 })).rejects.toThrow(
    PasswordRejectedError,
  );
  expect(await logsIn(postgres, user)).toBe(true);
  expect(await begin({ ...onlyX, length: 40 })).toBe("set");
});
