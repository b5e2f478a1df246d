import { afterAll, beforeAll, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { mysqlOverlap } from "../../../shared/rotation/engines/mysql/mysql-passwords.ts";
import { describeBoth, describeMysql } from "./servers.ts";
import { failureOf, otherUser, renewed, timeoutMs, type World, worldOf } from "./world.ts";

describeBoth((kind) => {
  let world: World;
  const { singleUser, alternatingUsers } = kind.engine;

  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
  });
  afterAll(() => world?.stop());

  /** Whether the server's log of statements, which has grown meanwhile, holds none of some passwords. */
  async function expectUnseen(...credentials: PasswordCredential[]): Promise<void> {
    const log = await world.server.statementLog();
    expect(log).toContain(credentials[0]?.username);
    for (const { password } of credentials) expect(log).not.toContain(password);
  }

  test("a password that the user sets itself stands in no log of the server", async () => {
    const current = await world.user();
    const next = renewed(current);
    await singleUser.set(current, next, timeoutMs);
    await singleUser.settle?.(next, next, timeoutMs);
    await expectUnseen(next);
  });

  test("a password that replaces an expired one stands in no log of the server", async () => {
    const current = await world.user({ clauses: "PASSWORD EXPIRE" });
    const next = renewed(current);
    await singleUser.set(current, next, timeoutMs);
    await expectUnseen(next);
  });

  test("a password that a superuser sets stands in no log of the server", async () => {
    const current = await world.user();
    const next = renewed(current);
    await singleUser.set(world.superuser, next, timeoutMs);
    await expectUnseen(next, world.superuser);
  });

  test("the second user's password stands in no log of the server", async () => {
    const current = await world.user();
    const next = otherUser(current);
    await alternatingUsers.reconcile(world.superuser, current, next, timeoutMs);
    await expectUnseen(next, world.superuser);
  });
});

describeMysql((kind) => {
  test("passwords that are added and dropped stand in no log of the server, nor those that it refuses", async () => {
    const world = await worldOf(kind, await kind.start());
    try {
      const current = await world.user({
        statements: ["GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO @@"],
        clauses: "PASSWORD HISTORY 3",
      });
      const next = renewed(current);
      await mysqlOverlap.add(current, current, next, timeoutMs);
      await mysqlOverlap.remove(next, next, current, timeoutMs);
      await failureOf(mysqlOverlap.add(next, next, current, timeoutMs));
      const log = await world.server.statementLog();
      expect(log).toContain("RETAIN CURRENT PASSWORD");
      for (const { password } of [current, next]) expect(log).not.toContain(password);
    } finally {
      await world.stop();
    }
  });
});
