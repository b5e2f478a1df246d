import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningPostgres, startPostgres } from "../../../local/postgres/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { createUser, serverOf } from "./database.ts";
import { rotateStep } from "./process.ts";
import { secretOf, storeUnderRotation, userOf } from "./secrets.ts";

let running: RunningPostgres;

beforeAll(async () => {
  running = await startPostgres();
});
afterAll(() => running?.stop());

test("the server's statement log shows each change of the password, and no password, old or new", async () => {
  const server = serverOf(running);
  const user = await createUser(server);
  const secretId = await storeUnderRotation(secretOf(server, user));
  // The statement that created the user holds its password; what comes after is the rotation's own.
  const start = running.log().length;
  const [undone, finished] = [randomUUID(), randomUUID()];

  await rotateStep("beginRotation", secretId, undone);
  const takenBack = await userOf(secretId, { id: undone });
  await rotateStep("setSecret", secretId, undone);
  await rotateStep("undoRotation", secretId, undone);
  await rotateStep("beginRotation", secretId, finished);
  for (const step of ["setSecret", "testSecret", "finishSecret"]) await rotateStep(step, secretId, finished);

  const changes = `ALTER ROLE "${user.username}" PASSWORD 'SCRAM-SHA-256$`;
  const log = await waitFor(
    () => {
      const text = running.log().slice(start);
      return text.split(changes).length === 4 ? text : undefined;
    },
    { what: "three changes of the password in the log", seconds: 10, everyMs: 20 },
  );
  const renewed = await userOf(secretId, { label: "AWSCURRENT" });
  for (const { password } of [user, takenBack, renewed]) expect(log).not.toContain(password);
});
