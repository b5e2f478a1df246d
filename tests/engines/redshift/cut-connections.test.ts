import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres } from "../../../local/postgres/index.ts";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { alternatingUsers } from "../../../shared/rotation/engines/redshift/alternating-users.ts";
import { redshift } from "../../../shared/rotation/engines/redshift/engine.ts";
import { AuthenticationError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { type CuttingProxy, startCuttingProxy } from "../postgres/cutting-proxy.ts";
import { freshName, freshPassword, timeoutMs, type World, worldOf } from "../postgres/world.ts";
import { disguise } from "./disguise.ts";

let world: World;
let proxy: CuttingProxy;

beforeAll(async () => {
  world = await worldOf(await startPostgres({ tls: false }));
  await disguise(world);
  proxy = await startCuttingProxy(world.server.port);
});
afterAll(async () => {
  await proxy?.stop();
  await world?.stop();
});

async function logsIn(credential: PasswordCredential): Promise<boolean> {
  try {
    await redshift.logIn(credential, timeoutMs);
    return true;
  } catch (error) {
    if (error instanceof AuthenticationError) return false;
    throw error;
  }
}

test.each(["before the message", "before the answer"] as const)(
  "a rotation whose connection breaks %s, at any message: the next user is done or refused, and a repetition completes it",
  async (cut) => {
    let message = 1;
    for (; ; message += 1) {
      const current = world.credential(freshName("app"), `${freshPassword()}aA1`);
      const next = world.credential(`${current.username}_clone`, `${freshPassword()}aA1`);
      await world.run(
        `CREATE USER ${current.username} PASSWORD '${current.password}'`,
        `GRANT CREATE ON SCHEMA public TO ${current.username}`,
      );
      const differences = () => alternatingUsers.differences(world.superuser, current, next, timeoutMs);
      proxy.cutNext(message, cut);
      const failure = await alternatingUsers
        .reconcile({ ...world.superuser, port: proxy.port }, current, next, timeoutMs)
        .catch((error: unknown) => error);
      if (!proxy.wasCut()) break;

      expect(await logsIn(current)).toBe(true);
      const isDone = await logsIn(next);
      if (isDone) expect(await differences()).toEqual([]);
      // A farewell that does not arrive is nobody's failure.
      if (failure !== undefined || !isDone) expect(failure).toBeInstanceOf(HostUnreachableError);

      await alternatingUsers.reconcile(world.superuser, current, next, timeoutMs);
      expect(await differences()).toEqual([]);
      expect(await logsIn(next)).toBe(true);
    }
    // Log-in, what is asked of two users, what is changed, and the farewell.
    expect(message).toBeGreaterThan(40);
  },
  300_000,
);
