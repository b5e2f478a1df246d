import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { PasswordRejectedError } from "../../../shared/rotation/index.ts";
import { asSuperuser, createUser, logsIn } from "./database.ts";
import { rotateStep } from "./process.ts";
import { labelsOf, putPending, rotateSecret, secretOf, storeUnderRotation, versionWith } from "./secrets.ts";

const { postgres } = inject("integration");

/** A user whose passwords the server's extension passwordcheck has to like. */
async function checkedUser() {
  const user = await createUser(postgres);
  await asSuperuser(postgres, `ALTER ROLE ${user.username} SET session_preload_libraries = 'passwordcheck'`);
  return user;
}

test("a password that the server's rules refuse is told with the next step, and can be taken back", async () => {
  const user = await checkedUser();
  // Of a verifier the extension can only see whether the password is the user's name.
  const refused = { ...secretOf(postgres, user), password: user.username };
  const secretId = await storeUnderRotation(secretOf(postgres, user));
  const version = String(await versionWith(secretId, "AWSCURRENT"));
  const token = randomUUID();
  await rotateSecret(secretId, token);
  await putPending(secretId, token, refused);
  const labels = await labelsOf(secretId);

  const failure = await rotateStep("setSecret", secretId, token).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PasswordRejectedError);
  expect(failure).toMatchObject({ code: "password-policy" });
  expect((failure as Error).message).toContain(`Adapt "passwordPolicy" in the secret to the server's rules.`);
  expect(await labelsOf(secretId)).toEqual(labels);
  expect(await logsIn(postgres, user)).toBe(true);

  expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
});

test("a secret's own passwordPolicy makes passwords that the server's rules take", async () => {
  const user = await checkedUser();
  // The server sees such a password itself, and wants letters and others in it.
  await asSuperuser(postgres, `ALTER ROLE ${user.username} SET password_encryption = 'md5'`);
  const begin = async (passwordPolicy: object) => {
    const secretId = await storeUnderRotation({ ...secretOf(postgres, user), passwordPolicy });
    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);
    return rotateStep("setSecret", secretId, token);
  };

  await expect(begin({ excludeNumbers: true, excludePunctuation: true })).rejects.toThrow(
    PasswordRejectedError,
  );
  expect(await logsIn(postgres, user)).toBe(true);
  expect(await begin({ excludePunctuation: true })).toBe("set");
});
