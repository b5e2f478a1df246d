import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import type { Engine } from "../../../shared/rotation/engine.ts";
import { postgres as postgresEngine } from "../../../shared/rotation/engines/postgres/engine.ts";
import { asSuperuser, createUser, freshPassword, logsIn } from "./database.ts";
import { rotateStep, startProcess } from "./process.ts";
import { rotatedOnce } from "./rotated.ts";
import {
  labelsOf,
  putPending,
  rotateSecret,
  secretOf,
  storedValue,
  storeUnderRotation,
  userOf,
  versionWith,
} from "./secrets.ts";

const { postgres } = inject("integration");

/** A user, and its secret under rotation. */
async function newSecret(more: object = {}) {
  const user = await createUser(postgres);
  const secretId = await storeUnderRotation({ ...secretOf(postgres, user), ...more });
  const version = String(await versionWith(secretId, "AWSCURRENT"));
  return { user, secretId, version, token: randomUUID() };
}

test("the four phases, in Secrets Manager's order, give the user a new password", async () => {
  const { user, secretId, version, token } = await newSecret();
  await rotateSecret(secretId, token);

  expect(await rotateStep("createSecret", secretId, token)).toBe("created");
  const pending = await userOf(secretId, { id: token });
  expect(pending.username).toBe(user.username);
  expect(pending.password).not.toBe(user.password);
  expect(await logsIn(postgres, user)).toBe(true);

  expect(await rotateStep("setSecret", secretId, token)).toBe("set");
  expect(await logsIn(postgres, pending)).toBe(true);
  expect(await logsIn(postgres, user)).toBe(false);

  expect(await rotateStep("testSecret", secretId, token)).toBe("tested");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"], [token]: ["AWSPENDING"] });

  expect(await rotateStep("finishSecret", secretId, token)).toBe("promoted");
  expect(await labelsOf(secretId)).toEqual({
    [version]: ["AWSPREVIOUS"],
    [token]: ["AWSCURRENT", "AWSPENDING"],
  });
  expect(await userOf(secretId, { label: "AWSCURRENT" })).toEqual(pending);
});

test("each phase, done again, changes neither the secret nor the password", async () => {
  const { secretId, token } = await newSecret();
  await rotateSecret(secretId, token);
  await rotateStep("createSecret", secretId, token);
  const pending = await storedValue(secretId, { id: token });
  const repeated = async (step: string) => {
    const labels = await labelsOf(secretId);
    const outcome = await rotateStep(step, secretId, token);
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await storedValue(secretId, { id: token })).toEqual(pending);
    return outcome;
  };

  expect(await repeated("createSecret")).toBe("alreadyCreated");
  await rotateStep("setSecret", secretId, token);
  expect(await repeated("setSecret")).toBe("alreadySet");
  await rotateStep("testSecret", secretId, token);
  expect(await repeated("testSecret")).toBe("tested");
  await rotateStep("finishSecret", secretId, token);
  for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"]) {
    expect(await repeated(step)).toBe("alreadyCurrent");
  }
  expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
});

test("beginRotation claims AWSPENDING for a new version, and leaves AWSCURRENT and the database alone", async () => {
  const { user, secretId, version, token } = await newSecret();

  expect(await rotateStep("beginRotation", secretId, token)).toBe("claimed");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"], [token]: ["AWSPENDING"] });
  const claimed = await storedValue(secretId, { id: token });

  expect(await rotateStep("beginRotation", secretId, token)).toBe("alreadyClaimed");
  expect(await rotateStep("createSecret", secretId, token)).toBe("alreadyCreated");
  expect(await storedValue(secretId, { id: token })).toEqual(claimed);
  expect(await logsIn(postgres, user)).toBe(true);
});

test("a rotation can follow another, begun in either way", async () => {
  const { secretId, version } = await newSecret();
  const tokens = [randomUUID(), randomUUID(), randomUUID()];
  for (const [index, token] of tokens.entries()) {
    if (index === 1) await rotateSecret(secretId, token);
    else await rotateStep("beginRotation", secretId, token);
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"]) {
      await rotateStep(step, secretId, token);
    }
    expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
  }
  const labels = await labelsOf(secretId);
  expect(labels[tokens[2] ?? ""]).toContain("AWSCURRENT");
  expect(labels[tokens[1] ?? ""]).toEqual(["AWSPREVIOUS"]);
  expect(Object.keys(labels)).not.toContain(version);
});

test("undoRotation gives the database back the password of AWSCURRENT, then takes AWSPENDING away", async () => {
  const { user, secretId, version, token } = await newSecret();
  await rotateStep("beginRotation", secretId, token);
  await rotateStep("setSecret", secretId, token);
  const pending = await userOf(secretId, { id: token });
  expect(await logsIn(postgres, user)).toBe(false);

  expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  expect(await logsIn(postgres, user)).toBe(true);
  expect(await logsIn(postgres, pending)).toBe(false);

  expect(await rotateStep("undoRotation", secretId, token)).toBe("nothingToUndo");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
});

test("undoRotation of a finished rotation leaves it as it is", async () => {
  const { secretId, token } = await newSecret();
  await rotateStep("beginRotation", secretId, token);
  for (const step of ["setSecret", "testSecret", "finishSecret"]) await rotateStep(step, secretId, token);
  const labels = await labelsOf(secretId);

  expect(await rotateStep("undoRotation", secretId, token)).toBe("alreadyCurrent");
  expect(await labelsOf(secretId)).toEqual(labels);
  expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
});

test("the new version has everything of the old one but its password", async () => {
  const more = {
    port: String(postgres.port),
    dbInstanceIdentifier: "orders",
    replicas: [{ host: "replica", weight: 0.5 }],
    passwordPolicy: { length: "20", excludePunctuation: true },
  };
  const { secretId, token } = await newSecret(more);
  const before = await storedValue(secretId, { label: "AWSCURRENT" });
  await rotateStep("beginRotation", secretId, token);

  const { password, ...rest } = await storedValue(secretId, { id: token });
  const { password: _, ...expected } = before;
  expect(rest).toEqual(expected);
  expect(password).toMatch(/^[0-9a-zA-Z]{20}$/);
});

test("a user name with quotes, spaces and capital letters is that user's, and no part of a statement", async () => {
  const other = await createUser(postgres);
  const user = { username: `We"ird' ${randomUUID().slice(0, 8)}`, password: freshPassword() };
  const quoted = `"${user.username.replaceAll('"', '""')}"`;
  await asSuperuser(postgres, `CREATE ROLE ${quoted} LOGIN PASSWORD '${user.password}'`);
  const secretId = await storeUnderRotation(secretOf(postgres, user));
  const token = randomUUID();
  await rotateStep("beginRotation", secretId, token);
  for (const step of ["setSecret", "testSecret", "finishSecret"]) await rotateStep(step, secretId, token);

  expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
  expect(await logsIn(postgres, user)).toBe(false);
  expect(await logsIn(postgres, other)).toBe(true);
});

test("undoRotation restores a password that is not ASCII as it was", async () => {
  const { user, secretId, token } = await newSecret();
  await rotateStep("beginRotation", secretId, token);
  for (const step of ["setSecret", "testSecret", "finishSecret"]) await rotateStep(step, secretId, token);
  const next = randomUUID();
  const unusual = { ...user, password: "pässwört-日本-'\\\"" };
  await rotateSecret(secretId, next);
  await putPending(secretId, next, { ...secretOf(postgres, user), ...unusual });
  expect(await rotateStep("setSecret", secretId, next)).toBe("set");
  expect(await logsIn(postgres, unusual)).toBe(true);
  await rotateStep("finishSecret", secretId, next);

  const last = randomUUID();
  await rotateStep("beginRotation", secretId, last);
  await rotateStep("setSecret", secretId, last);
  expect(await logsIn(postgres, unusual)).toBe(false);
  expect(await rotateStep("undoRotation", secretId, last)).toBe("undone");
  expect(await logsIn(postgres, unusual)).toBe(true);
});

test("an engine is told what versions in use hold when it makes the next, not what a run that died left behind", async () => {
  const { secretId } = await rotatedOnce(postgres);
  const inUse = [
    await storedValue(secretId, { label: "AWSPREVIOUS" }),
    await storedValue(secretId, { label: "AWSCURRENT" }),
  ];
  const undisturbed = startProcess();
  await undisturbed.run("beginRotation", (await newSecret()).secretId, randomUUID());
  const stored = undisturbed.calls.indexOf("PutSecretValue") + 1;
  const dying = startProcess({ call: stored, moment: "after" });
  expect(await dying.run("beginRotation", secretId, randomUUID())).toBe("died");
  expect(Object.values(await labelsOf(secretId))).toContainEqual(["REKEYCLAIM"]);

  const told: unknown[] = [];
  const engine: Engine = {
    ...postgresEngine,
    next: async (fields, username, world) => {
      told.push(...(await world.labelled()));
      return postgresEngine.next(fields, username, world);
    },
  };
  const engines = { names: () => ["postgres"], load: async () => engine };
  expect(await rotateStep("beginRotation", secretId, randomUUID(), { engines })).toBe("claimed");
  expect(told).toHaveLength(2);
  expect(told).toEqual(expect.arrayContaining(inUse));
});
