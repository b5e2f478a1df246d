import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { mysqlOverlap } from "../../../shared/rotation/engines/mysql/mysql-passwords.ts";
import { describeBoth, describeMysql } from "./servers.ts";
import { freshName, otherUser, renewed, timeoutMs, type World, worldOf } from "./world.ts";

/** How an attempt ended: undefined if well, else what it was refused with. */
async function endOf(attempt: Promise<unknown> | undefined) {
  if (!attempt) throw new Error("The engine lacks a method.");
  return attempt.then(
    (answer) => {
      expect(answer).toBeUndefined();
      return undefined;
    },
    (error: Error & { code?: string }) => ({ code: error.code, message: error.message }),
  );
}

/** Asks, sees that the users are as before, and then tries: both must come to the same. */
async function askThenTry(
  world: World,
  users: readonly string[],
  ask: () => Promise<unknown> | undefined,
  attempt: () => Promise<unknown>,
) {
  const all = () => Promise.all(users.map((user) => world.stored(user)));
  const before = await all();
  const told = await endOf(ask());
  expect(await all()).toEqual(before);
  const tried = await endOf(attempt());
  expect(tried?.code).toBe(told?.code);
  return told;
}

/** Sets an option of the server for some work. */
async function withOption<T>(world: World, option: string, work: () => Promise<T>): Promise<T> {
  await world.run(`SET GLOBAL ${option} = ON`);
  try {
    return await work();
  } finally {
    await world.run(`SET GLOBAL ${option} = OFF`);
  }
}

describeBoth((kind) => {
  let world: World;

  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
  });
  afterAll(() => world?.stop());

  const reads = `GRANT SELECT ON mysql.* TO @@`;
  const mayAll = [reads, "GRANT CREATE USER ON *.* TO @@"];
  const { singleUser, alternatingUsers } = kind.engine;

  const setting = (as: PasswordCredential, user: PasswordCredential) =>
    askThenTry(
      world,
      [as.username, user.username],
      () => singleUser.checkPrivilege?.(as, user, timeoutMs),
      () => singleUser.set(as, renewed(user), timeoutMs),
    );

  const reconciling = (superuser: PasswordCredential, current: PasswordCredential) => {
    const next = otherUser(current);
    return askThenTry(
      world,
      [superuser.username, current.username, next.username],
      () => alternatingUsers.checkPrivilege?.(superuser, current, next.username, timeoutMs),
      () => alternatingUsers.reconcile(superuser, current, next, timeoutMs),
    );
  };

  describe("whether a single user's password may be set, asked before it is tried,", () => {
    test("by the user itself: yes", async () => {
      const user = await world.user();
      expect(await setting(user, user)).toBeUndefined();
    });

    test("by a superuser: yes", async () => {
      expect(await setting(world.superuser, await world.user())).toBeUndefined();
    });

    test("by a user that may read accounts and change them: yes", async () => {
      expect(await setting(await world.user({ statements: mayAll }), await world.user())).toBeUndefined();
    });

    test("by one with that from a role in a role that is active after its login: yes", async () => {
      const [role, outer] = [freshName("role"), freshName("role")];
      const active =
        kind.name === "mysql" ? `SET DEFAULT ROLE ${outer} TO @@` : `SET DEFAULT ROLE ${outer} FOR @@`;
      const master = await world.user({
        statements: [
          `CREATE ROLE ${role}`,
          ...mayAll.map((grant) => grant.replace("@@", role)),
          `CREATE ROLE ${outer}`,
          `GRANT ${role} TO ${outer}`,
          `GRANT ${outer} TO @@`,
          active,
        ],
      });
      expect(await setting(master, await world.user())).toBeUndefined();
    });

    test("by a user that may not read accounts: no", async () => {
      const told = await setting(await world.user(), await world.user());
      expect(told).toMatchObject({ code: "privilege" });
    });

    test("by a user that may read accounts and not change them: no", async () => {
      const master = await world.user({ statements: [reads] });
      const told = await setting(master, await world.user());
      expect(told).toMatchObject({ code: "privilege" });
      expect(told?.message).toContain("Grant it CREATE USER ON *.*");
    });

    test("at a replica: no, but for who may write all the same", async () => {
      const user = await world.user();
      const told = await withOption(world, "read_only", () => setting(user, user));
      expect(told).toMatchObject({ code: "statement" });
      expect(told?.message).toContain("read_only prevents");
      expect(await withOption(world, "read_only", () => setting(world.superuser, user))).toBeUndefined();
    });
  });

  describe("whether a superuser may keep two users alike, asked before it is tried,", () => {
    const table = `GRANT SELECT, INSERT ON mysql.time_zone TO @@`;

    test("one that may do everything: yes, at each of two rotations", async () => {
      const current = await world.user({ statements: [table] });
      expect(await reconciling(world.superuser, current)).toBeUndefined();
      expect(await reconciling(world.superuser, current)).toBeUndefined();
    });

    test("one that may change accounts, of a user without rights: yes", async () => {
      const master = await world.user({ statements: mayAll });
      expect(await reconciling(master, await world.user())).toBeUndefined();
    });

    test("one that may change accounts and pass on less than the user has: no, and it says what", async () => {
      const master = await world.user({
        statements: [...mayAll, "GRANT SELECT ON mysql.time_zone TO @@ WITH GRANT OPTION"],
      });
      const told = await reconciling(master, await world.user({ statements: [table] }));
      expect(told).toMatchObject({ code: "privilege" });
      expect(told?.message).toContain("INSERT ON `mysql`.`time_zone`");
      expect(told?.message).not.toContain("SELECT");
    });

    test.each(["mysql.time_zone", "mysql.*", "*.*"])(
      "one that may pass it on by what it has on %s: yes",
      async (place) => {
        const master = await world.user({
          statements: [...mayAll, `GRANT SELECT, INSERT ON ${place} TO @@ WITH GRANT OPTION`],
        });
        expect(await reconciling(master, await world.user({ statements: [table] }))).toBeUndefined();
      },
    );

    test("one that may change no accounts: no", async () => {
      const master = await world.user({ statements: [reads] });
      expect(await reconciling(master, await world.user())).toMatchObject({ code: "privilege" });
    });

    test("where the other user has all the rights already, one that may grant nothing: yes", async () => {
      const current = await world.user({ statements: [table] });
      await alternatingUsers.reconcile(world.superuser, current, otherUser(current), timeoutMs);
      const master = await world.user({ statements: mayAll });
      expect(await reconciling(master, current)).toBeUndefined();
    });
  });
});

describeMysql((kind) => {
  let world: World;

  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
  });
  afterAll(() => world?.stop());

  const adding = (as: PasswordCredential, user: PasswordCredential) =>
    askThenTry(
      world,
      [as.username, user.username],
      () => mysqlOverlap.checkPrivilege?.(as, user, timeoutMs),
      () => mysqlOverlap.add(as, user, renewed(user), timeoutMs),
    );
  const mayAll = ["GRANT SELECT ON mysql.* TO @@", "GRANT CREATE USER ON *.* TO @@"];

  test("two passwords: only for a user that may drop its own", async () => {
    const user = await world.user();
    const told = await adding(user, user);
    expect(told).toMatchObject({ code: "privilege" });
    expect(told?.message).toContain("APPLICATION_PASSWORD_ADMIN");
    const admin = await world.user({ statements: ["GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO @@"] });
    expect(await adding(admin, admin)).toBeUndefined();
    const maker = await world.user({ statements: ["GRANT CREATE USER ON *.* TO @@"] });
    expect(await adding(maker, maker)).toBeUndefined();
  });

  test("two passwords, by a superuser: yes, and not for an account with SYSTEM_USER unless it has that too", async () => {
    const master = await world.user({ statements: mayAll });
    expect(await adding(master, await world.user())).toBeUndefined();
    const system = await world.user({ statements: ["GRANT SYSTEM_USER ON *.* TO @@"] });
    const told = await adding(master, system);
    expect(told).toMatchObject({ code: "privilege" });
    expect(told?.message).toContain("has SYSTEM_USER");
    const both = await world.user({ statements: [...mayAll, "GRANT SYSTEM_USER ON *.* TO @@"] });
    expect(await adding(both, system)).toBeUndefined();
  });

  test("nobody sets passwords where super_read_only is on", async () => {
    const user = await world.user();
    await world.run("SET GLOBAL super_read_only = ON");
    try {
      for (const as of [user, world.superuser]) {
        const told = await endOf(kind.engine.singleUser.checkPrivilege?.(as, user, timeoutMs));
        expect(told).toMatchObject({ code: "statement" });
        const tried = await endOf(kind.engine.singleUser.set(as, renewed(user), timeoutMs));
        expect(tried?.code).toBe("statement");
      }
    } finally {
      await world.run("SET GLOBAL super_read_only = OFF", "SET GLOBAL read_only = OFF");
    }
  });
});
