import { randomUUID } from "node:crypto";
import { describe, expect, inject, test, vi } from "vitest";
import { createUser, type DatabaseUser, logsIn } from "./database.ts";
import { type Death, type Process, rotateStep, startProcess } from "./process.ts";
import { labelsOf, rotateSecret, secretOf, storeUnderRotation, userOf, versionWith } from "./secrets.ts";

// A walk is dozens of rotations.
vi.setConfig({ testTimeout: 180_000 });

const { postgres } = inject("integration");

/** How a rotation begins, and the steps that this project does of it. */
interface Way {
  name: string;
  begin(secretId: string, token: string): Promise<void>;
  steps: readonly string[];
  /** What an undisturbed run of the steps calls, at least; death has to come around all of these. */
  calls: readonly string[];
}

/** A rotation that has begun. */
interface Rotation {
  secretId: string;
  token: string;
  /** The user as AWSCURRENT has it. */
  user: DatabaseUser;
  /** The id of the version that has AWSCURRENT. */
  version: string;
}

const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"];
const undoCalls = ["DescribeSecret", "GetSecretValue", "UpdateSecretVersionStage", "logIn"];
const calls = [...undoCalls, "setPassword", "GetRandomPassword", "PutSecretValue"];

describe.each<Way>([
  { name: "the state machine", begin: async () => {}, steps: ["beginRotation", ...phases], calls },
  { name: "Secrets Manager", begin: rotateSecret, steps: phases, calls },
])("a rotation begun by $name that dies at any of its calls", (way) => {
  test("is completed by doing the dead step again and the rest after it", async () => {
    const deaths = await everyDeathIn(way);
    for (const death of deaths) {
      const rotation = await prepare(way);
      const { secretId, token, user, version } = rotation;
      const { dead, deadStep, at } = await runUntil(death, way, rotation);
      await checkTheWindow(rotation, dead, at);

      for (const step of way.steps.slice(way.steps.indexOf(deadStep))) {
        await rotateStep(step, secretId, token);
      }
      expect(await labelsOf(secretId), at).toEqual({
        [version]: ["AWSPREVIOUS"],
        [token]: ["AWSCURRENT", "AWSPENDING"],
      });
      const renewed = await userOf(secretId, { label: "AWSCURRENT" });
      expect(await logsIn(postgres, renewed), at).toBe(true);
      expect(await logsIn(postgres, user), at).toBe(false);
    }
    report(`completed after each of ${deaths.length} deaths in a run begun by ${way.name}`);
  });

  test("is taken back by undoing it, or counts as done if AWSCURRENT had moved", async () => {
    const deaths = await everyDeathIn(way);
    for (const death of deaths) {
      const rotation = await prepare(way);
      const { secretId, token, user, version } = rotation;
      const { at } = await runUntil(death, way, rotation);
      const hadMoved = (await versionWith(secretId, "AWSCURRENT")) === token;

      const outcome = await rotateStep("undoRotation", secretId, token);
      expect(outcome === "alreadyCurrent", at).toBe(hadMoved);
      const current = await userOf(secretId, { label: "AWSCURRENT" });
      expect(await logsIn(postgres, current), at).toBe(true);
      if (hadMoved) {
        expect(await versionWith(secretId, "AWSCURRENT"), at).toBe(token);
        expect(await logsIn(postgres, user), at).toBe(false);
      } else {
        expect(await labelsOf(secretId), at).toEqual({ [version]: ["AWSCURRENT"] });
        expect(current, at).toEqual(user);
      }
      expect(await rotateStep("beginRotation", secretId, randomUUID()), at).toBe("claimed");
    }
    report(`taken back or done after each of ${deaths.length} deaths in a run begun by ${way.name}`);
  });

  test("is completed, though every process dies one call later than the one before it", async () => {
    const { secretId, token, user } = await prepare(way);
    let deaths = 0;
    for (const step of way.steps) {
      for (let call = 1; ; call += 1) {
        const end = await startProcess({ call, moment: "after" }).run(step, secretId, token);
        if (end !== "died") break;
        deaths += 1;
      }
    }
    expect(deaths).toBeGreaterThan(way.steps.length);
    expect(await versionWith(secretId, "AWSCURRENT")).toBe(token);
    expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
    expect(await logsIn(postgres, user)).toBe(false);
  });

  // testSecret leaves everything as setSecret does, and a finished rotation is not undone.
  test.each(way.steps.slice(0, -2))("and in its undoing after %s too, is taken back", async (reached) => {
    const undo: Way = {
      name: `the undoing after ${reached}`,
      begin: async (secretId, token) => {
        await way.begin(secretId, token);
        for (const step of way.steps.slice(0, way.steps.indexOf(reached) + 1)) {
          await rotateStep(step, secretId, token);
        }
      },
      steps: ["undoRotation"],
      calls: reached === "setSecret" ? [...undoCalls, "setPassword"] : undoCalls,
    };
    const deaths = await everyDeathIn(undo);
    for (const death of deaths) {
      const rotation = await prepare(undo);
      const { secretId, token, user, version } = rotation;
      const { at } = await runUntil(death, undo, rotation);

      await rotateStep("undoRotation", secretId, token);
      expect(await labelsOf(secretId), at).toEqual({ [version]: ["AWSCURRENT"] });
      expect(await logsIn(postgres, user), at).toBe(true);
    }
    report(`taken back after each of ${deaths.length} deaths in ${undo.name}`);
  });
});

/** Makes a secret, and begins its rotation. */
async function prepare(way: Way): Promise<Rotation> {
  const user = await createUser(postgres);
  const secretId = await storeUnderRotation(secretOf(postgres, user));
  const version = String(await versionWith(secretId, "AWSCURRENT"));
  const token = randomUUID();
  await way.begin(secretId, token);
  return { secretId, token, user, version };
}

/** Both deaths at each call that an undisturbed run makes. */
async function everyDeathIn(way: Way): Promise<Death[]> {
  const { secretId, token } = await prepare(way);
  const undisturbed = startProcess();
  for (const step of way.steps) await undisturbed.run(step, secretId, token);
  expect(undisturbed.calls).toEqual(expect.arrayContaining([...way.calls]));
  return undisturbed.calls.flatMap((_, index): Death[] => [
    { call: index + 1, moment: "before" },
    { call: index + 1, moment: "after" },
  ]);
}

/** Runs the steps in a process that must die; returns the step in which it did, and where that was, in words. */
async function runUntil(death: Death, way: Way, { secretId, token }: Rotation) {
  const dead = startProcess(death);
  for (const step of way.steps) {
    if ((await dead.run(step, secretId, token)) !== "died") continue;
    const at = `died ${death.moment} call ${death.call}, ${dead.calls.at(-1)}, in ${step}`;
    return { dead, deadStep: step, at };
  }
  throw new Error(`The process outlived its death ${death.moment} call ${death.call}.`);
}

/** At the moment of a death, one labelled version logs in: AWSPENDING once its password is set, AWSCURRENT before. */
async function checkTheWindow({ secretId, token, user }: Rotation, dead: Process, at: string) {
  const isSet = dead.ended.includes("setPassword");
  const working = isSet ? await userOf(secretId, { id: token }) : user;
  expect(await logsIn(postgres, working), at).toBe(true);
  if (isSet) expect((await labelsOf(secretId))[token], at).toContain("AWSPENDING");
}

function report(what: string): void {
  process.stdout.write(`${what}\n`);
}
