import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import type { Overlap } from "../../../shared/rotation/engine.ts";
import { mysqlOverlap } from "../../../shared/rotation/engines/mysql/mysql-passwords.ts";
import { PasswordRejectedError } from "../../../shared/rotation/errors.ts";
import { describeMysql } from "./servers.ts";
import {
  failureOf,
  freshName,
  freshPassword,
  renewed,
  timeoutMs,
  type UserOptions,
  type World,
  worldOf,
} from "./world.ts";

const mayHaveTwo = "GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO @@";
const overlap: Overlap<PasswordCredential> = mysqlOverlap;

describeMysql((kind) => {
  let world: World;

  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
  });
  afterAll(() => world?.stop());

  async function taken(...credentials: PasswordCredential[]): Promise<boolean[]> {
    const answers = [];
    for (const credential of credentials) answers.push(await world.logsIn(credential));
    return answers;
  }

  /** A user that may have two passwords, or one whose superuser sees to that. */
  function makeUser(who: string, options: UserOptions = {}): Promise<PasswordCredential> {
    return world.user(who === "itself" ? { statements: [mayHaveTwo], ...options } : options);
  }

  describe.each(["itself", "a superuser"])("a user with two passwords, changed by %s", (who) => {
    const as = (user: PasswordCredential) => (who === "itself" ? user : world.superuser);
    const add = (current: PasswordCredential, next: PasswordCredential) =>
      overlap.add(as(current), current, next, timeoutMs);
    const remove = (kept: PasswordCredential, old: PasswordCredential) =>
      overlap.remove(as(kept), kept, old, timeoutMs);

    test("logs in with both after add, with the new one only after the old one was removed", async () => {
      const current = await makeUser(who);
      const next = renewed(current);
      await add(current, next);
      expect(await taken(current, next)).toEqual([true, true]);
      await remove(next, current);
      expect(await taken(current, next)).toEqual([false, true]);
    });

    test("keeps both and changes nothing when add is repeated", async () => {
      const current = await makeUser(who);
      const next = renewed(current);
      await add(current, next);
      const stored = await world.stored(current.username);
      await add(current, next);
      await add(current, next);
      expect(await taken(current, next)).toEqual([true, true]);
      expect(await world.stored(current.username)).toEqual(stored);
    });

    test("logs in with the old one only after an undo, though it was the secondary one", async () => {
      const current = await makeUser(who);
      const next = renewed(current);
      await add(current, next);
      await remove(current, next);
      expect(await taken(current, next)).toEqual([true, false]);
      await remove(current, next);
      expect(await taken(current, next)).toEqual([true, false]);
    });

    test("is rotated again after an undo, and again after that", async () => {
      const first = await makeUser(who);
      const given = renewed(first);
      await add(first, given);
      await remove(first, given);
      const second = renewed(first);
      await add(first, second);
      expect(await taken(first, given, second)).toEqual([true, false, true]);
      await remove(second, first);
      const third = renewed(first);
      await add(second, third);
      expect(await taken(first, second, third)).toEqual([false, true, true]);
    });

    test("keeps the current one where a rotation that nobody undid left another primary one", async () => {
      const current = await makeUser(who);
      const abandoned = renewed(current);
      await add(current, abandoned);
      const next = renewed(current);
      await add(current, next);
      expect(await taken(current, abandoned, next)).toEqual([true, false, true]);
    });

    test("loses an older one that nobody retired, and not the current one", async () => {
      const older = await makeUser(who);
      const current = renewed(older);
      await add(older, current);
      const next = renewed(older);
      await add(current, next);
      expect(await taken(older, current, next)).toEqual([false, true, true]);
    });

    test("logs in with the kept one only after remove where there was but one", async () => {
      const current = await makeUser(who);
      await remove(current, renewed(current));
      expect(await taken(current)).toEqual([true]);
    });

    describe.each(["PASSWORD HISTORY 10", "PASSWORD REUSE INTERVAL 30 DAY"])("under %s", (clauses) => {
      test("is rotated, and the old one removed", async () => {
        const current = await makeUser(who, { clauses });
        const next = renewed(current);
        await add(current, next);
        await add(current, next);
        expect(await taken(current, next)).toEqual([true, true]);
        await remove(next, current);
        await remove(next, current);
        expect(await taken(current, next)).toEqual([false, true]);
      });

      test("goes back to the old one, and is rotated again", async () => {
        const current = await makeUser(who, { clauses });
        const given = renewed(current);
        await add(current, given);
        await remove(current, given);
        await remove(current, given);
        expect(await taken(current, given)).toEqual([true, false]);
        const next = renewed(current);
        await add(current, next);
        await add(current, next);
        expect(await taken(current, given, next)).toEqual([true, false, true]);
        await remove(next, current);
        expect(await taken(current, given, next)).toEqual([false, false, true]);
      });
    });

    test("goes back to the old one where a password change must name the one that is replaced", async () => {
      const current = await makeUser(who, { clauses: "PASSWORD REQUIRE CURRENT" });
      const next = renewed(current);
      await add(current, next);
      await remove(current, next);
      expect(await taken(current, next)).toEqual([true, false]);
    });

    test("is refused a password that the server's policy does not like, and keeps the current one", async () => {
      const current = await makeUser(who);
      await world.run("INSTALL COMPONENT 'file://component_validate_password'");
      try {
        const error = await failureOf(add(current, { ...current, password: "tooweak" }));
        expect(error).toBeInstanceOf(PasswordRejectedError);
      } finally {
        await world.run("UNINSTALL COMPONENT 'file://component_validate_password'");
      }
      expect(await taken(current)).toEqual([true]);
    });
  });

  test("a user that may not have two passwords is told what it lacks, and keeps its one", async () => {
    const current = await world.user();
    const next = renewed(current);
    for (const attempt of [
      () => overlap.add(current, current, next, timeoutMs),
      () => overlap.remove(current, current, next, timeoutMs),
    ]) {
      const error = await failureOf(attempt());
      expect(error).toMatchObject({ name: "EngineError", code: "privilege" });
      expect(error).toMatchObject({ message: expect.stringContaining("APPLICATION_PASSWORD_ADMIN") });
    }
    expect(await taken(current, next)).toEqual([true, false]);
  });

  test("a superuser changes each account of the name that has the password, and no other", async () => {
    const username = freshName("app");
    const password = freshPassword();
    const current = await world.user({ username, password });
    await world.user({ username, password, from: "192.0.2.%" });
    await world.user({ username, from: "198.51.100.%" });
    const next = renewed(current);
    await overlap.add(world.superuser, current, next, timeoutMs);
    expect(await secondaries()).toEqual({ "%": true, "192.0.2.%": true, "198.51.100.%": false });
    await overlap.remove(world.superuser, next, current, timeoutMs);
    expect(await secondaries()).toEqual({ "%": false, "192.0.2.%": false, "198.51.100.%": false });

    async function secondaries(): Promise<Record<string, boolean>> {
      const rows = await world.run(
        `SELECT Host, JSON_CONTAINS_PATH(COALESCE(User_attributes, '{}'), 'one', '$.additional_password') AS second FROM mysql.user WHERE User = '${username}'`,
      );
      return Object.fromEntries(rows.map(({ Host, second }) => [String(Host), second === 1]));
    }
  });

  test("a superuser that finds no account with the password changes none", async () => {
    const current = await world.user();
    const stored = await world.stored(current.username);
    const error = await failureOf(
      overlap.add(world.superuser, renewed(current), renewed(current), timeoutMs),
    );
    expect(error).toMatchObject({ name: "EngineError", code: "statement" });
    expect(await world.stored(current.username)).toEqual(stored);
  });

  test("passwords in MySQL's other ways to store them are told apart by a superuser", async () => {
    await world.run("SET GLOBAL caching_sha2_password_storage_format = PBKDF2_SHA512");
    try {
      const current = await world.user();
      const next = renewed(current);
      await overlap.add(world.superuser, current, next, timeoutMs);
      await overlap.add(world.superuser, current, next, timeoutMs);
      expect(await taken(current, next)).toEqual([true, true]);
      await overlap.remove(world.superuser, current, next, timeoutMs);
      expect(await taken(current, next)).toEqual([true, false]);
    } finally {
      await world.run("SET GLOBAL caching_sha2_password_storage_format = CRYPT5");
    }
  });
});
