import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { EngineError, RotationInProgressError } from "../../../shared/rotation/index.ts";
import { createUser, logsIn } from "./database.ts";
import { rotateStep } from "./process.ts";
import { labelsOf, secretOf, storeUnderRotation, userOf, versionWith } from "./secrets.ts";

const { postgres } = inject("integration");

async function newSecret() {
  const user = await createUser(postgres);
  const secretId = await storeUnderRotation(secretOf(postgres, user));
  return { user, secretId, version: String(await versionWith(secretId, "AWSCURRENT")) };
}

test.each([
  { runs: 2, rounds: 20 },
  { runs: 6, rounds: 5 },
])(
  "of $runs rotations begun at once one gets AWSPENDING, and the others are told so ($rounds rounds)",
  async ({ runs, rounds }) => {
    const { user, secretId, version } = await newSecret();
    for (let round = 0; round < rounds; round += 1) {
      const tokens = Array.from({ length: runs }, () => randomUUID());
      const ends = await Promise.allSettled(
        tokens.map((token) => rotateStep("beginRotation", secretId, token)),
      );

      const winners = tokens.filter((_, index) => ends[index]?.status === "fulfilled");
      const refusals = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
      expect(winners).toHaveLength(1);
      for (const refusal of refusals) expect(refusal).toBeInstanceOf(RotationInProgressError);
      const [winner = ""] = winners;
      expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"], [winner]: ["AWSPENDING"] });
      expect(await userOf(secretId, { label: "AWSCURRENT" })).toEqual(user);
      await rotateStep("undoRotation", secretId, winner);
    }
    expect(await logsIn(postgres, user)).toBe(true);
  },
);

test("a rotation is not begun beside one that has AWSPENDING, which then completes", async () => {
  const { secretId, user } = await newSecret();
  const [token, late] = [randomUUID(), randomUUID()];
  await rotateStep("beginRotation", secretId, token);
  await rotateStep("setSecret", secretId, token);
  const labels = await labelsOf(secretId);

  const refusal = await rotateStep("beginRotation", secretId, late).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(RotationInProgressError);
  expect((refusal as RotationInProgressError).message).toContain(`version ${token} has AWSPENDING`);
  expect(await rotateStep("undoRotation", secretId, late)).toBe("nothingToUndo");
  expect(await labelsOf(secretId)).toEqual(labels);

  await rotateStep("testSecret", secretId, token);
  await rotateStep("finishSecret", secretId, token);
  expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
  expect(await logsIn(postgres, user)).toBe(false);
});

test("each phase done twice at once ends as done once", async () => {
  const { user, secretId, version } = await newSecret();
  const token = randomUUID();
  for (const step of ["beginRotation", "createSecret", "setSecret", "testSecret", "finishSecret"]) {
    const ends = await Promise.allSettled([
      rotateStep(step, secretId, token),
      rotateStep(step, secretId, token),
    ]);
    const failures = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    // The server may refuse one of two changes of one role at once; one of the two must do.
    expect(failures.length, step).toBeLessThan(2);
    for (const failure of failures) expect(failure, step).toBeInstanceOf(EngineError);
  }
  const renewed = await userOf(secretId, { label: "AWSCURRENT" });
  expect(await labelsOf(secretId)).toEqual({
    [version]: ["AWSPREVIOUS"],
    [token]: ["AWSCURRENT", "AWSPENDING"],
  });
  expect(await logsIn(postgres, renewed)).toBe(true);
  expect(await logsIn(postgres, user)).toBe(false);
});
