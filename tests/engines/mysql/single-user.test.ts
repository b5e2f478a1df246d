import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { PasswordRejectedError } from "../../../shared/rotation/errors.ts";
import { describeBoth, describeMariadb, describeMysql } from "./servers.ts";
import { failureOf, freshName, freshPassword, renewed, timeoutMs, type World, worldOf } from "./world.ts";

/** Lets a MySQL user have two passwords. */
const mayHaveTwo = { statements: ["GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO @@"] };

describeBoth((kind) => {
  let world: World;
  const { singleUser } = kind.engine;

  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
  });
  afterAll(() => world?.stop());

  const set = (as: PasswordCredential, next: PasswordCredential) => singleUser.set(as, next, timeoutMs);

  test("a user without any privilege changes its own password", async () => {
    const current = await world.user();
    const next = renewed(current);
    await set(current, next);
    expect(await world.logsIn(next)).toBe(true);
    expect(await world.logsIn(current)).toBe(false);
  });

  test("a superuser changes the password, and nothing else of the account", async () => {
    const clauses = "REQUIRE NONE WITH MAX_QUERIES_PER_HOUR 90 PASSWORD EXPIRE INTERVAL 30 DAY";
    const current = await world.user({ clauses, statements: ["GRANT SELECT ON mysql.* TO @@"] });
    const shape = await shapeOf(current);
    const next = renewed(current);
    await set(world.superuser, next);
    expect(await world.logsIn(next)).toBe(true);
    await singleUser.settle?.(world.superuser, next, timeoutMs);
    expect(await world.logsIn(current)).toBe(false);
    expect(await shapeOf(current)).toEqual(shape);
  });

  test("what a superuser did already is not done again", async () => {
    const current = await world.user();
    const next = renewed(current);
    await set(world.superuser, next);
    const stored = await world.stored(current.username);
    await set(world.superuser, next);
    expect(await world.stored(current.username)).toEqual(stored);
  });

  test("an expired password is replaced by the user itself, and the user is free again", async () => {
    const current = await world.user({ clauses: "PASSWORD EXPIRE" });
    const next = renewed(current);
    await set(current, next);
    expect(await world.logsIn(next)).toBe(true);
  });

  test("an expired password is replaced by a superuser", async () => {
    const current = await world.user({ clauses: "PASSWORD EXPIRE" });
    const next = renewed(current);
    await set(world.superuser, next);
    expect(await world.logsIn(next)).toBe(true);
  });

  test("of several accounts of the name, the user itself changes the one of its login", async () => {
    const username = freshName("app");
    const elsewhere = await world.user({ username, from: "192.0.2.%" });
    const current = await world.user({ username });
    const before = await accountOf(username, "192.0.2.%");
    const next = renewed(current);
    await set(current, next);
    expect(await world.logsIn(next)).toBe(true);
    expect(await accountOf(username, "192.0.2.%")).toEqual(before);
    expect(elsewhere.username).toBe(username);
  });

  test("of several accounts of the name, a superuser changes none, and names them", async () => {
    const username = freshName("app");
    await world.user({ username, from: "192.0.2.%" });
    const current = await world.user({ username });
    const stored = await world.stored(username);
    const error = await failureOf(set(world.superuser, renewed(current)));
    expect(error).toMatchObject({ name: "EngineError", code: "statement" });
    expect(error).toMatchObject({ message: expect.stringContaining(`\`${username}\`@\`192.0.2.%\``) });
    expect(await world.stored(username)).toEqual(stored);
  });

  test("a user that is not there is named", async () => {
    const error = await failureOf(set(world.superuser, world.credential("absent")));
    expect(error).toMatchObject({ code: "statement", message: expect.stringContaining(`"absent"`) });
  });

  test("a superuser without the privilege is refused, and nothing is changed", async () => {
    const current = await world.user();
    const weak = await world.user({ statements: ["GRANT SELECT ON mysql.* TO @@"] });
    const error = await failureOf(set(weak, renewed(current)));
    expect(error).toMatchObject({ name: "EngineError", code: "privilege" });
    expect(await world.logsIn(current)).toBe(true);
  });

  test("a superuser that may not read accounts is refused with the privilege's code", async () => {
    const weak = await world.user();
    const current = await world.user();
    expect(await failureOf(set(weak, renewed(current)))).toMatchObject({ code: "privilege" });
  });

  test("a wrong password is refused as at every login", async () => {
    const current = await world.user();
    const error = await failureOf(set(renewed(current), renewed(current)));
    expect(error).toMatchObject({ name: "AuthenticationError", code: "authentication" });
  });

  test("a server that may only be read says so", async () => {
    // A superuser may write all the same, other users may not.
    const current = await world.user();
    const next = renewed(current);
    await world.run("SET GLOBAL read_only = ON");
    try {
      const error = await failureOf(set(current, next));
      expect(error).toMatchObject({ code: "statement", message: expect.stringContaining("read") });
      expect(inspect(error, { depth: 10 })).not.toContain(next.password);
    } finally {
      await world.run("SET GLOBAL read_only = OFF");
    }
  });

  test.each(["itself", "a superuser"])(
    "a password that the server's policy refuses is a PasswordRejectedError, set by %s",
    async (who) => {
      const current = await world.user();
      const next = { ...current, password: "tooweak" };
      const uninstall = await installPolicy();
      try {
        const error = await failureOf(set(who === "itself" ? current : world.superuser, next));
        expect(error).toBeInstanceOf(PasswordRejectedError);
        expect(error).toMatchObject({ code: "password-policy" });
        expect(inspect(error, { depth: 10 })).not.toContain(next.password);
        expect(await world.logsIn(current)).toBe(true);
        const strong = renewed(current);
        await set(who === "itself" ? current : world.superuser, strong);
        expect(await world.logsIn(strong)).toBe(true);
      } finally {
        await uninstall();
      }
    },
  );

  /** Everything but the password. */
  async function shapeOf({ username }: PasswordCredential): Promise<string> {
    const [created] = await world.run(`SHOW CREATE USER ${username}@'%'`);
    const grants = await world.run(`SHOW GRANTS FOR ${username}@'%'`);
    const text = JSON.stringify([created, grants]);
    return text.replaceAll(/\*[0-9A-F]{40}|\$[AB]\$.*? REQUIRE/gs, "password");
  }

  async function accountOf(username: string, host: string): Promise<unknown> {
    return world.run(
      `SELECT * FROM mysql.${kind.name === "mysql" ? "user" : "global_priv"} WHERE User = '${username}' AND Host = '${host}'`,
    );
  }

  async function installPolicy(): Promise<() => Promise<unknown>> {
    if (kind.name === "mariadb") {
      await world.run("INSTALL SONAME 'simple_password_check'");
      return () => world.run("UNINSTALL SONAME 'simple_password_check'");
    }
    await world.run("INSTALL COMPONENT 'file://component_validate_password'");
    return () => world.run("UNINSTALL COMPONENT 'file://component_validate_password'");
  }
});

describeMariadb((kind) => {
  test("a superuser leaves the other ways to log in as they are", async () => {
    const world = await worldOf(kind, await kind.start());
    try {
      const username = freshName("app");
      const password = freshPassword();
      await world.run(
        `CREATE USER ${username} IDENTIFIED VIA mysql_native_password USING PASSWORD('${password}') OR unix_socket`,
      );
      const next = renewed(world.credential(username, password));
      await kind.engine.singleUser.set(world.superuser, next, timeoutMs);
      expect(await world.logsIn(next)).toBe(true);
      const [created] = await world.run(`SHOW CREATE USER ${username}`);
      expect(JSON.stringify(created)).toMatch(/VIA mysql_native_password USING '[^']+' OR unix_socket/);
    } finally {
      await world.stop();
    }
  });
});

describeMysql((kind) => {
  let world: World;
  const { singleUser } = kind.engine;

  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
  });
  afterAll(() => world?.stop());

  const set = (as: PasswordCredential, next: PasswordCredential) => singleUser.set(as, next, timeoutMs);
  const settle = (current: PasswordCredential, as = current) => singleUser.settle?.(as, current, timeoutMs);

  /** Which of some credentials are taken. */
  async function taken(...credentials: PasswordCredential[]): Promise<boolean[]> {
    const answers = [];
    for (const credential of credentials) answers.push(await world.logsIn(credential));
    return answers;
  }

  describe.each(["itself", "a superuser"])("a user that may have two passwords, changed by %s", (who) => {
    const as = (user: PasswordCredential) => (who === "itself" ? user : world.superuser);

    test("keeps the old one until the rotation is settled", async () => {
      const current = await world.user(mayHaveTwo);
      const next = renewed(current);
      await set(as(current), next);
      expect(await taken(current, next)).toEqual([true, true]);
      await settle(next);
      expect(await taken(current, next)).toEqual([false, true]);
    });

    test("keeps both when the change is repeated", async () => {
      const current = await world.user(mayHaveTwo);
      const next = renewed(current);
      await set(as(current), next);
      const stored = await world.stored(current.username);
      await set(as(current), next);
      if (who === "itself") await set(next, next);
      expect(await taken(current, next)).toEqual([true, true]);
      expect(await world.stored(current.username)).toEqual(stored);
    });

    test("keeps the old one through a rotation that was given up and the one after it", async () => {
      const current = await world.user(mayHaveTwo);
      const abandoned = renewed(current);
      await set(as(current), abandoned);
      const next = renewed(current);
      await set(as(current), next);
      expect(await taken(current, abandoned, next)).toEqual([true, false, true]);
      await settle(next);
      expect(await taken(current, abandoned, next)).toEqual([false, false, true]);
    });

    test("goes back to the old one, which the new one then does not outlive", async () => {
      const current = await world.user(mayHaveTwo);
      const next = renewed(current);
      await set(as(current), next);
      await settle(current);
      expect(await taken(current, next)).toEqual([true, false]);
    });

    test.each(["", "PASSWORD HISTORY 5"])(
      "is put back by its new password, and rotated again %s",
      async (clauses) => {
        const current = await world.user({ ...mayHaveTwo, clauses });
        const given = renewed(current);
        await set(as(current), given);
        await set(as(given), current);
        await set(as(given), current);
        expect((await taken(current))[0]).toBe(true);
        const next = renewed(current);
        await set(as(current), next);
        expect(await taken(current, next)).toEqual([true, true]);
        await settle(next);
        expect(await taken(current, given, next)).toEqual([false, false, true]);
      },
    );

    test("is settled again without harm", async () => {
      const current = await world.user(mayHaveTwo);
      const next = renewed(current);
      await set(as(current), next);
      await settle(next);
      await settle(next);
      expect(await taken(current, next)).toEqual([false, true]);
    });
  });

  test("a password that expired is kept no longer than others", async () => {
    const current = await world.user({ ...mayHaveTwo, clauses: "PASSWORD EXPIRE" });
    const next = renewed(current);
    await set(current, next);
    await settle(next);
    expect(await taken(current, next)).toEqual([false, true]);
  });

  test("a superuser keeps the old password of a user that could not drop it until it settles", async () => {
    const current = await world.user();
    const next = renewed(current);
    await set(world.superuser, next);
    expect(await taken(current, next)).toEqual([true, true]);
    await settle(next, world.superuser);
    expect(await taken(current, next)).toEqual([false, true]);
    await settle(next, world.superuser);
    expect(await taken(current, next)).toEqual([false, true]);
  });

  test("a superuser takes back what it set for a user that could not drop it", async () => {
    const current = await world.user();
    const next = renewed(current);
    await set(world.superuser, next);
    await set(world.superuser, current);
    await settle(current, world.superuser);
    expect(await taken(current, next)).toEqual([true, false]);
  });

  test("an account that must name its password to change it is rotated", async () => {
    const current = await world.user({ clauses: "PASSWORD REQUIRE CURRENT" });
    const next = renewed(current);
    await set(current, next);
    expect(await taken(current, next)).toEqual([false, true]);
  });

  test("a password history stops neither a repetition, nor the settling, nor the next rotation", async () => {
    const first = await world.user({ ...mayHaveTwo, clauses: "PASSWORD HISTORY 5" });
    const second = renewed(first);
    await set(first, second);
    await set(first, second);
    expect(await taken(first, second)).toEqual([true, true]);
    await settle(second);
    await settle(second);
    expect(await taken(first, second)).toEqual([false, true]);
    const third = renewed(first);
    await set(second, third);
    expect(await taken(second, third)).toEqual([true, true]);
    await settle(third);
    expect(await taken(second, third)).toEqual([false, true]);
  });

  test("a password history does not stop the way back", async () => {
    const current = await world.user({ ...mayHaveTwo, clauses: "PASSWORD HISTORY 5" });
    const next = renewed(current);
    await set(current, next);
    await settle(current);
    await settle(current);
    expect(await taken(current, next)).toEqual([true, false]);
  });

  test("a password that the history refuses is a PasswordRejectedError", async () => {
    const current = await world.user({ clauses: "PASSWORD HISTORY 5" });
    const next = renewed(current);
    await set(current, next);
    expect(await failureOf(set(next, current))).toBeInstanceOf(PasswordRejectedError);
    expect(await taken(current, next)).toEqual([false, true]);
  });

  test("a usual rotation makes no login that is refused", async () => {
    const current = await world.user({ clauses: "FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME 1" });
    const next = renewed(current);
    await set(current, next);
    await settle(next);
    expect(await world.logsIn(next)).toBe(true);
  });
});
