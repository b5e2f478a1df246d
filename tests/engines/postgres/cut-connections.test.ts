import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres } from "../../../local/postgres/index.ts";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { alternatingUsers } from "../../../shared/rotation/engines/postgres/alternating-users.ts";
import { postgres } from "../../../shared/rotation/engines/postgres/engine.ts";
import { AuthenticationError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { differences, makeBase, makeTemplatePair } from "./alternating.ts";
import { type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";
import { nextOf, timeoutMs, type World, worldOf } from "./world.ts";

let world: World;
let proxy: CuttingProxy;

beforeAll(async () => {
  world = await worldOf(await startPostgres({ tls: false }));
  proxy = await startCuttingProxy(world.server.port);
});
afterAll(async () => {
  await proxy?.stop();
  await world?.stop();
});

/** A base user whose clone does not exist yet. */
async function withoutClone() {
  const current = await makeBase(world);
  return { current, base: current };
}

/** A clone of AWS's template in use, with a table and a right of its own. */
async function cloneInUse() {
  const { base, clone } = await makeTemplatePair(world);
  await world.run(
    `GRANT CREATE ON SCHEMA ${base.username} TO ${clone.username}`,
    `GRANT pg_monitor TO ${clone.username}`,
  );
  await world.as(clone, `CREATE TABLE ${base.username}.made_by_clone ()`);
  return { current: clone, base };
}

async function logsIn(credential: PasswordCredential): Promise<boolean> {
  try {
    await postgres.logIn(credential, timeoutMs);
    return true;
  } catch (error) {
    if (error instanceof AuthenticationError) return false;
    throw error;
  }
}

describe.each([
  { of: "a clone that does not exist yet", make: withoutClone },
  { of: "a base user whose clone AWS's template made", make: cloneInUse },
])("a rotation of $of whose connection breaks", ({ make }) => {
  test.each(["before the message", "before the answer"] as const)(
    "%s, at any message: the current user works, the next one is done or refused, and a repetition completes it",
    async (cut) => {
      let message = 1;
      for (; ; message += 1) {
        const { current, base } = await make();
        const next = nextOf(world, current);
        proxy.cutNext(message, cut);
        const attempt = alternatingUsers.reconcile(
          { ...world.superuser, port: proxy.port },
          current,
          next,
          timeoutMs,
        );
        const failure = await attempt.catch((error: unknown) => error);
        if (!proxy.wasCut()) break;

        await world.as(current, `SELECT * FROM ${base.username}.orders`);
        const isDone = await logsIn(next);
        if (isDone) expect(await differences(world, current, next)).toEqual([]);
        // A farewell that does not arrive is nobody's failure.
        if (failure !== undefined || !isDone) expect(failure).toBeInstanceOf(HostUnreachableError);

        await alternatingUsers.reconcile(world.superuser, current, next, timeoutMs);
        expect(await differences(world, current, next)).toEqual([]);
        expect(await logsIn(next)).toBe(true);
      }
      // Log-in, two transactions with what they ask and do, and the farewell.
      expect(message).toBeGreaterThan(20);
    },
    300_000,
  );
});

test("two runs of one rotation at once both succeed, and leave what one would", async () => {
  const current = await makeBase(world);
  const next = nextOf(world, current);
  await Promise.all(
    [1, 2, 3].map(() => alternatingUsers.reconcile(world.superuser, current, next, timeoutMs)),
  );
  expect(await differences(world, current, next)).toEqual([]);
  expect(await logsIn(next)).toBe(true);
});
