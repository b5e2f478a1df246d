import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { NoPreviousVersionError, noToken, RotationInProgressError } from "../../../shared/rotation/index.ts";
import { logsIn } from "./database.ts";
import { rotateStep, stepResult } from "./process.ts";
import { freshSecret, rotatedOnce, rotateOnce } from "./rotated.ts";
import { labelsOf, removeLabel, rotateSecret, userOf } from "./secrets.ts";

const { postgres } = inject("integration");
const rest = ["setSecret", "testSecret", "finishSecret"];

test("a rollback gives database and AWSCURRENT back what AWSPREVIOUS has, both together", async () => {
  const { secretId, first, second, previous, version } = await rotatedOnce(postgres);

  expect(await stepResult("beginRollback", secretId, noToken)).toEqual({
    step: "beginRollback",
    secretId,
    versionId: previous,
    outcome: "claimed",
  });
  expect(await labelsOf(secretId)).toEqual({
    [version]: ["AWSCURRENT"],
    [previous]: ["AWSPENDING", "AWSPREVIOUS"],
  });
  expect(await logsIn(postgres, second)).toBe(true);

  expect(await rotateStep("setSecret", secretId, previous)).toBe("set");
  expect(await rotateStep("testSecret", secretId, previous)).toBe("tested");
  expect(await rotateStep("finishSecret", secretId, previous)).toBe("promoted");
  expect(await labelsOf(secretId)).toEqual({
    [version]: ["AWSPREVIOUS"],
    [previous]: ["AWSCURRENT", "AWSPENDING"],
  });
  expect(await userOf(secretId, { label: "AWSCURRENT" })).toEqual(first);
  expect(await logsIn(postgres, first)).toBe(true);
  expect(await logsIn(postgres, second)).toBe(false);
});

test("a rollback that was begun already goes on with the same version", async () => {
  const { secretId, previous } = await rotatedOnce(postgres);
  await rotateStep("beginRollback", secretId, noToken);
  const labels = await labelsOf(secretId);

  expect(await stepResult("beginRollback", secretId, noToken)).toMatchObject({
    versionId: previous,
    outcome: "alreadyClaimed",
  });
  expect(await labelsOf(secretId)).toEqual(labels);
});

test("a rollback of a rollback goes forward again, and a rotation can follow", async () => {
  const { secretId, first, second, previous, version } = await rotatedOnce(postgres);
  for (const target of [previous, version]) {
    expect(await stepResult("beginRollback", secretId, noToken)).toMatchObject({ versionId: target });
    for (const step of rest) await rotateStep(step, secretId, target);
  }
  expect(await userOf(secretId, { label: "AWSCURRENT" })).toEqual(second);
  expect(await logsIn(postgres, second)).toBe(true);
  expect(await logsIn(postgres, first)).toBe(false);

  await rotateOnce(secretId);
  expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
  expect(await logsIn(postgres, second)).toBe(false);
});

test("a secret that was never rotated has nothing to roll back to, and is told so; nothing changes", async () => {
  const { secretId, user, version } = await freshSecret(postgres);

  const refusal = await rotateStep("beginRollback", secretId, noToken).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(NoPreviousVersionError);
  expect((refusal as Error).message).toContain("has no AWSPREVIOUS: it has never been rotated.");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  expect(await logsIn(postgres, user)).toBe(true);
});

test("a secret that is being rotated is not rolled back, whoever began and however far; that rotation completes", async () => {
  const { secretId, second } = await rotatedOnce(postgres);
  const token = randomUUID();
  const expectRefusal = async () => {
    const labels = await labelsOf(secretId);
    const refusal = await rotateStep("beginRollback", secretId, noToken).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RotationInProgressError);
    expect((refusal as Error).message).toContain(`version ${token} has AWSPENDING`);
    expect(await labelsOf(secretId)).toEqual(labels);
  };
  await rotateSecret(secretId, token);
  await expectRefusal();
  for (const step of ["createSecret", "setSecret", "testSecret"]) {
    await rotateStep(step, secretId, token);
    await expectRefusal();
  }

  expect(await rotateStep("finishSecret", secretId, token)).toBe("promoted");
  expect(await logsIn(postgres, await userOf(secretId, { id: token }))).toBe(true);
  expect(await logsIn(postgres, second)).toBe(false);
});

test("a rotation is not begun beside a rollback", async () => {
  const { secretId, previous } = await rotatedOnce(postgres);
  await rotateStep("beginRollback", secretId, noToken);
  const labels = await labelsOf(secretId);

  const refusal = await rotateStep("beginRotation", secretId, randomUUID()).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(RotationInProgressError);
  expect((refusal as Error).message).toContain(`version ${previous} has AWSPENDING`);
  expect(await labelsOf(secretId)).toEqual(labels);
});

test("of a rotation and a rollback begun at once one gets AWSPENDING", async () => {
  for (let round = 0; round < 10; round += 1) {
    const { secretId, previous, version } = await rotatedOnce(postgres);
    const token = randomUUID();
    const ends = await Promise.allSettled([
      rotateStep("beginRollback", secretId, noToken),
      rotateStep("beginRotation", secretId, token),
    ]);

    const refusals = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(refusals).toEqual([expect.any(RotationInProgressError)]);
    const rolledBack = ends[0]?.status === "fulfilled";
    expect(await labelsOf(secretId)).toEqual({
      [version]: ["AWSCURRENT"],
      [previous]: rolledBack ? ["AWSPENDING", "AWSPREVIOUS"] : ["AWSPREVIOUS"],
      ...(!rolledBack && { [token]: ["AWSPENDING"] }),
    });
  }
});

test.each([
  { died: "before the database had AWSPREVIOUS's password", steps: [], outcome: "undone" },
  { died: "after the database had AWSPREVIOUS's password", steps: ["setSecret"], outcome: "promoted" },
])("a rollback that died $died is recovered: $outcome", async ({ steps, outcome }) => {
  const { secretId, first, second, previous, version } = await rotatedOnce(postgres);
  for (const step of ["beginRollback", ...steps]) await rotateStep(step, secretId, previous);

  expect(await rotateStep("recoverRotation", secretId, noToken)).toBe(outcome);
  const isBack = outcome === "promoted";
  expect(await labelsOf(secretId)).toEqual(
    isBack
      ? { [version]: ["AWSPREVIOUS"], [previous]: ["AWSCURRENT", "AWSPENDING"] }
      : { [version]: ["AWSCURRENT"], [previous]: ["AWSPREVIOUS"] },
  );
  expect(await logsIn(postgres, first)).toBe(isBack);
  expect(await logsIn(postgres, second)).toBe(!isBack);
});

test("a rollback can be undone, and AWSPREVIOUS stays to roll back to", async () => {
  const { secretId, second, previous, version } = await rotatedOnce(postgres);
  await rotateStep("beginRollback", secretId, noToken);
  await rotateStep("setSecret", secretId, previous);

  expect(await rotateStep("undoRotation", secretId, previous)).toBe("undone");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"], [previous]: ["AWSPREVIOUS"] });
  expect(await logsIn(postgres, second)).toBe(true);
  expect(await rotateStep("beginRollback", secretId, noToken)).toBe("claimed");
});

test("a secret whose AWSPENDING Secrets Manager took away after the rotation is rolled back all the same", async () => {
  const { secretId, first, previous, version } = await rotatedOnce(postgres);
  await removeLabel(secretId, "AWSPENDING", version);
  for (const step of ["beginRollback", ...rest]) await rotateStep(step, secretId, previous);

  expect(await userOf(secretId, { label: "AWSCURRENT" })).toEqual(first);
  expect(await logsIn(postgres, first)).toBe(true);
});
