import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type RunningRedis, startRedis } from "../../../local/redis/start.ts";
import { redis as engine } from "../../../shared/rotation/engines/redis/engine.ts";
import {
  AuthenticationError,
  NoPreviousVersionError,
  noToken,
  RotationInProgressError,
} from "../../../shared/rotation/index.ts";
import { type ProcessSettings, rotateStep, startProcess, stepResult } from "./process.ts";
import { createRedisUser, redisLogsIn, redisSecretOf } from "./redis-users.ts";
import { rotatedOnce as rotatedPostgresOnce, wholeRotation } from "./rotated.ts";
import { labelsOf, putCurrent, storedValue, storeUnderRotation, tagSecret, versionWith } from "./secrets.ts";

const { postgres } = inject("integration");
const settings: ProcessSettings = { engines: { names: () => ["redis"], load: async () => engine } };

let server: RunningRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.stop());

const run = (step: string, secretId: string, token = noToken) => rotateStep(step, secretId, token, settings);

/** A secret whose user takes two passwords at a time, rotated once: the old one works still. */
async function rotatedOnce() {
  const user = await createRedisUser(server);
  const secretId = await storeUnderRotation(redisSecretOf(server, user));
  const previous = String(await versionWith(secretId, "AWSCURRENT"));
  const version = randomUUID();
  for (const step of wholeRotation) await run(step, secretId, version);
  const [first, second] = [
    await storedValue(secretId, { id: previous }),
    await storedValue(secretId, { id: version }),
  ];
  expect(await redisLogsIn(server, first)).toBe(true);
  return { secretId, previous, version, first, second };
}

describe("planRetirement tells which version's credential is to be retired, and when:", () => {
  test.each([
    { what: "a day after, where the secret says nothing", tags: {}, graceSeconds: 86_400 },
    { what: "as long after as its tag says", tags: { "rekey:grace-seconds": "600" }, graceSeconds: 600 },
    { what: "at once, where its tag says 0", tags: { "rekey:grace-seconds": "0" }, graceSeconds: 0 },
    ...["-1", "1.5", "soon", "600 s", "1e999"].map((grace) => ({
      what: `a day after, where its tag says ${grace}`,
      tags: { "rekey:grace-seconds": grace },
      graceSeconds: 86_400,
    })),
  ])("$what", async ({ tags, graceSeconds }) => {
    const { secretId, previous, first } = await rotatedOnce();
    await tagSecret(secretId, { environment: "test", ...tags });
    const labels = await labelsOf(secretId);

    expect(await stepResult("planRetirement", secretId, noToken, settings)).toEqual({
      step: "planRetirement",
      secretId,
      versionId: previous,
      outcome: "planned",
      graceSeconds,
    });
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await redisLogsIn(server, first)).toBe(true);
  });
});

test("retireCredential makes the system take the old credential no more, and marks its version", async () => {
  const { secretId, previous, version, first, second } = await rotatedOnce();

  expect(await run("retireCredential", secretId, previous)).toBe("retired");
  expect(await redisLogsIn(server, first)).toBe(false);
  expect(await redisLogsIn(server, second)).toBe(true);
  const labels = { [version]: ["AWSCURRENT", "AWSPENDING"], [previous]: ["AWSPREVIOUS", "REKEYRETIRED"] };
  expect(await labelsOf(secretId)).toEqual(labels);

  expect(await run("retireCredential", secretId, previous)).toBe("nothingToRetire");
  expect(await run("planRetirement", secretId)).toBe("nothingToRetire");
  expect(await labelsOf(secretId)).toEqual(labels);
});

test("retireCredential that dies at any of its calls is completed by doing it again", async () => {
  let deaths = 0;
  for (let call = 1; ; call += 1) {
    const { secretId, previous, version, first, second } = await rotatedOnce();
    const dying = startProcess({ call, moment: "after" }, settings);
    if ((await dying.run("retireCredential", secretId, previous)) !== "died") break;
    deaths += 1;
    expect(await redisLogsIn(server, second)).toBe(true);

    await run("retireCredential", secretId, previous);
    expect(await redisLogsIn(server, first), `call ${call}`).toBe(false);
    expect(await redisLogsIn(server, second), `call ${call}`).toBe(true);
    expect(await labelsOf(secretId), `call ${call}`).toEqual({
      [version]: ["AWSCURRENT", "AWSPENDING"],
      [previous]: ["AWSPREVIOUS", "REKEYRETIRED"],
    });
  }
  expect(deaths).toBeGreaterThan(6);
});

test("a credential that was retired is not rolled back to; a rotation makes a new one, which can be retired in its turn", async () => {
  const { secretId, previous, version, second } = await rotatedOnce();
  await run("retireCredential", secretId, previous);

  const refusal = await run("beginRollback", secretId).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(NoPreviousVersionError);
  expect((refusal as Error).message).toContain("was retired and works no more. Rotate instead.");

  const next = randomUUID();
  for (const step of wholeRotation) await run(step, secretId, next);
  expect(await redisLogsIn(server, second)).toBe(true);
  expect(await run("retireCredential", secretId, version)).toBe("retired");
  expect(await redisLogsIn(server, second)).toBe(false);
  expect(await labelsOf(secretId)).toMatchObject({ [version]: ["AWSPREVIOUS", "REKEYRETIRED"] });
});

test("a secret on hold keeps its old credential until the hold is over", async () => {
  const { secretId, previous, first } = await rotatedOnce();
  await tagSecret(secretId, { "rekey:hold": "true" });
  const labels = await labelsOf(secretId);
  expect(await run("retireCredential", secretId, previous)).toBe("held");
  expect(await labelsOf(secretId)).toEqual(labels);
  expect(await redisLogsIn(server, first)).toBe(true);

  await tagSecret(secretId, { "rekey:hold": "false" });
  expect(await run("retireCredential", secretId, previous)).toBe("retired");
});

describe("nothing is retired", () => {
  test("of a secret that was never rotated", async () => {
    const user = await createRedisUser(server);
    const secretId = await storeUnderRotation(redisSecretOf(server, user));
    const version = String(await versionWith(secretId, "AWSCURRENT"));
    expect(await run("planRetirement", secretId)).toBe("nothingToRetire");
    expect(await run("retireCredential", secretId, version)).toBe("nothingToRetire");
    expect(await redisLogsIn(server, user)).toBe(true);
  });

  test("while a rotation is under way, or a rollback: it may need the old credential", async () => {
    for (const begin of ["beginRotation", "beginRollback"]) {
      const { secretId, previous, first } = await rotatedOnce();
      // A hold as it begins, for a rotation retires what is left of the one before.
      await tagSecret(secretId, { "rekey:hold": "true" });
      await run(begin, secretId, randomUUID());
      await tagSecret(secretId, { "rekey:hold": "false" });
      expect(await run("planRetirement", secretId)).toBe("nothingToRetire");
      expect(await run("retireCredential", secretId, previous)).toBe("nothingToRetire");
      expect(await redisLogsIn(server, first)).toBe(true);
    }
  });

  test("where the version that was planned is AWSPREVIOUS no more", async () => {
    const { secretId, previous, version, second } = await rotatedOnce();
    const next = randomUUID();
    for (const step of wholeRotation) await run(step, secretId, next);

    expect(await run("retireCredential", secretId, previous)).toBe("nothingToRetire");
    expect(await run("retireCredential", secretId, next)).toBe("nothingToRetire");
    expect(await redisLogsIn(server, second)).toBe(true);
    expect((await labelsOf(secretId))[version]).toEqual(["AWSPREVIOUS"]);
  });

  test("where AWSCURRENT does not log in", async () => {
    const { secretId, version, first, second } = await rotatedOnce();
    await putCurrent(secretId, { ...second, password: randomBytes(12).toString("hex") });
    expect(await versionWith(secretId, "AWSPREVIOUS")).toBe(version);

    await expect(run("retireCredential", secretId, version)).rejects.toThrow(AuthenticationError);
    expect(await redisLogsIn(server, second)).toBe(true);
    expect(await redisLogsIn(server, first)).toBe(true);
    expect((await labelsOf(secretId))[version]).toEqual(["AWSPREVIOUS"]);
  });

  test("of a secret with a single user, whose old credential works no more", async () => {
    const { secretId, previous, version, second } = await rotatedPostgresOnce(postgres);
    for (const step of ["planRetirement", "retireCredential"]) {
      expect(await rotateStep(step, secretId, previous)).toBe("nothingToRetire");
    }
    expect(await labelsOf(secretId)).toEqual({
      [version]: ["AWSCURRENT", "AWSPENDING"],
      [previous]: ["AWSPREVIOUS"],
    });
    expect(await storedValue(secretId, { label: "AWSCURRENT" })).toMatchObject(second);
  });
});

test("a rollback within the grace keeps both credentials at every moment, and leaves the newer one to be retired", async () => {
  const { secretId, previous, version, first, second } = await rotatedOnce();
  await run("beginRollback", secretId);
  await expect(run("beginRotation", secretId, randomUUID())).rejects.toThrow(RotationInProgressError);
  for (const step of ["setSecret", "testSecret", "finishSecret"]) {
    await run(step, secretId, previous);
    for (const fields of [first, second]) expect(await redisLogsIn(server, fields), step).toBe(true);
  }

  expect(await run("retireCredential", secretId, version)).toBe("retired");
  expect(await redisLogsIn(server, first)).toBe(true);
  expect(await redisLogsIn(server, second)).toBe(false);
});

test("a rollback that is undone within the grace leaves the old credential to who still uses it", async () => {
  const { secretId, previous, first, second } = await rotatedOnce();
  await run("beginRollback", secretId);
  await run("setSecret", secretId, previous);

  expect(await run("undoRotation", secretId, previous)).toBe("undone");
  for (const fields of [first, second]) expect(await redisLogsIn(server, fields)).toBe(true);
});
