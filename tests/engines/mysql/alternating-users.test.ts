import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { InvalidSecretError, PasswordRejectedError } from "../../../shared/rotation/errors.ts";
import { describeBoth, describeMariadb, describeMysql, type Kind } from "./servers.ts";
import {
  failureOf,
  freshName,
  freshPassword,
  otherUser,
  renewed,
  timeoutMs,
  type World,
  worldOf,
} from "./world.ts";

/** A server for the tests of a kind, with a database `shop`. */
function withWorld(kind: Kind, more: readonly string[] = []): () => World {
  let world: World;
  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
    await world.run(
      "CREATE DATABASE shop",
      "CREATE TABLE shop.orders (id INT, item INT, price INT)",
      "CREATE TABLE shop.items (id INT)",
      "CREATE PROCEDURE shop.close_month() SELECT 1",
      "CREATE FUNCTION shop.tax() RETURNS INT DETERMINISTIC RETURN 1",
      "CREATE ROLE reader, writer",
      ...more,
    );
    // Only who has this privilege by its own name may give it, and that is the user that comes with the server.
    const { username } = world.superuser;
    await world.as(
      { ...world.superuser, username: "root", password: "" },
      `GRANT PROXY ON ''@'%' TO ${username} WITH GRANT OPTION`,
    );
  });
  afterAll(() => world?.stop());
  return () => world;
}

/** What the tests of a kind do with its alternating users. */
function workOf(kind: Kind, world: () => World) {
  const { reconcile, differences } = kind.engine.alternatingUsers;
  return {
    reconcile: (current: PasswordCredential, next: PasswordCredential) =>
      reconcile(world().superuser, current, next, timeoutMs),
    differences: (current: PasswordCredential, next: PasswordCredential) =>
      differences(world().superuser, current, next, timeoutMs),
    rights: (user: PasswordCredential, host?: string) => rightsOf(kind, world(), user, host),
  };
}

/** What an account may and must, as the server shows it, without its name and its password. */
async function rightsOf(
  kind: Kind,
  world: World,
  { username }: PasswordCredential,
  host = "%",
): Promise<string[]> {
  const account = `'${username}'@'${host}'`;
  const shown = [
    ...(await world.run(`SHOW GRANTS FOR ${account}`)),
    ...(await world.run(`SHOW CREATE USER ${account}`)),
  ];
  const auth =
    kind.name === "mysql" ? /(IDENTIFIED WITH '\w+') AS '.*?'(?= REQUIRE| DEFAULT)/gs : /'\*[0-9A-F]{40}'/g;
  return shown
    .map((row) => String(Object.values(row)[0]))
    .map((line) => line.replaceAll(`\`${username}\``, "`user`").replaceAll(auth, "$1"))
    .sort();
}

const manyRights = [
  "GRANT SELECT, CREATE TEMPORARY TABLES ON *.* TO @@",
  "GRANT INSERT, UPDATE ON shop.* TO @@ WITH GRANT OPTION",
  "GRANT DELETE, TRIGGER ON shop.items TO @@",
  "GRANT SELECT (id, item), UPDATE (price), DELETE ON shop.orders TO @@ WITH GRANT OPTION",
  "GRANT ALL PRIVILEGES ON `pre\\_%`.* TO @@",
  "GRANT EXECUTE, ALTER ROUTINE ON PROCEDURE shop.close_month TO @@",
  "GRANT EXECUTE ON FUNCTION shop.tax TO @@ WITH GRANT OPTION",
  "GRANT reader TO @@",
  "GRANT writer TO @@ WITH ADMIN OPTION",
];

const manyOptions =
  "REQUIRE SUBJECT '/CN=it''s' AND ISSUER '/CN=a \\\\ b' WITH MAX_QUERIES_PER_HOUR 900 MAX_CONNECTIONS_PER_HOUR 80 MAX_USER_CONNECTIONS 7";

describeBoth((kind) => {
  const world = withWorld(kind);
  const { reconcile, differences, rights } = workOf(kind, world);
  const defaultRole =
    kind.name === "mysql" ? "SET DEFAULT ROLE writer, reader TO @@" : "SET DEFAULT ROLE writer FOR @@";
  const proxy = `GRANT PROXY ON 'somebody'@'%' TO @@ WITH GRANT OPTION`;

  test("the second user is made with the password and every right of the first", async () => {
    const current = await world().user({ statements: [...manyRights, proxy, defaultRole] });
    const next = otherUser(current);
    expect(await differences(current, next)).toEqual([
      expect.stringContaining(`\`${next.username}\`@\`%\` does not exist`),
    ]);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
    expect(await world().logsIn(next)).toBe(true);
    expect(await world().logsIn(current)).toBe(true);
    expect(await differences(current, next)).toEqual([]);
  });

  test("it may do what the first may, and nothing else", async () => {
    const current = await world().user({ statements: ["GRANT SELECT ON shop.items TO @@"] });
    const next = otherUser(current);
    await reconcile(current, next);
    await world().as(next, "SELECT * FROM shop.items");
    expect(await failureOf(world().as(next, "SELECT * FROM shop.orders"))).toMatchObject({ errno: 1142 });
  });

  test("it gets the TLS requirement and the limits", async () => {
    const { username, password } = await world().user({
      clauses: "REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 900 MAX_USER_CONNECTIONS 7",
    });
    const { host, port, caPem } = world().server;
    const current = kind.engine.parse({
      engine: kind.name,
      host,
      port,
      sslrootcert: caPem,
      username,
      password,
    });
    const next = otherUser(current);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
    expect(await differences(current, next)).toEqual([]);
    expect(await world().logsIn({ ...next, tls: false })).toBe(false);
  });

  test("a requirement of a certificate is copied, with any text in it", async () => {
    const current = await world().user();
    // Nobody here has the certificate, so it is the account of another host that wants it.
    await world().user({ ...current, from: "192.0.2.%", clauses: manyOptions });
    const next = otherUser(current);
    await reconcile(current, next);
    expect(await rights(next, "192.0.2.%")).toEqual(await rights(current, "192.0.2.%"));
    const stored = await world().stored(next.username);
    await reconcile(current, next);
    expect(await world().stored(next.username)).toEqual(stored);
  });

  test("repeated, nothing is changed", async () => {
    const current = await world().user({ statements: [...manyRights, defaultRole] });
    const next = otherUser(current);
    await reconcile(current, next);
    const stored = await world().stored(next.username);
    await reconcile(current, next);
    expect(await world().stored(next.username)).toEqual(stored);
  });

  test("both users take turns", async () => {
    let current = await world().user({ statements: manyRights });
    const shape = await rights(current);
    for (let turn = 0; turn < 3; turn++) {
      const next = otherUser(current);
      await reconcile(current, next);
      expect(await differences(current, next)).toEqual([]);
      expect(await world().logsIn(current)).toBe(true);
      current = next;
    }
    expect(current.username).toMatch(/_clone$/);
    expect(await rights(current)).toEqual(shape);
  });

  test("what the second user lacks or has besides is named, given and taken", async () => {
    const current = await world().user({ statements: manyRights });
    const next = otherUser(current);
    await reconcile(current, next);
    const { username } = next;
    await world().run(
      `REVOKE SELECT ON *.* FROM ${username}`,
      `REVOKE UPDATE (price) ON shop.orders FROM ${username}`,
      `REVOKE GRANT OPTION ON FUNCTION shop.tax FROM ${username}`,
      `REVOKE reader FROM ${username}`,
      `GRANT DROP ON *.* TO ${username}`,
      `GRANT SELECT (price) ON shop.orders TO ${username}`,
      `GRANT INSERT ON shop.items TO ${username} WITH GRANT OPTION`,
      `GRANT EXECUTE ON FUNCTION shop.tax TO ${username}`,
      `ALTER USER ${username} REQUIRE SSL WITH MAX_USER_CONNECTIONS 3`,
    );
    const found = await differences(current, next);
    for (const difference of [
      "lacks SELECT ON *.*",
      "lacks UPDATE (`price`) ON `shop`.`orders`",
      "lacks GRANT OPTION ON FUNCTION `shop`.`tax`",
      "lacks `reader`",
      "has DROP ON *.* besides",
      "has SELECT (`price`) ON `shop`.`orders` besides",
      "has INSERT ON `shop`.`items` besides",
      "has GRANT OPTION ON `shop`.`items` besides",
      "has REQUIRE SSL instead of REQUIRE NONE",
      "MAX_USER_CONNECTIONS 3",
    ]) {
      expect(found).toContainEqual(expect.stringContaining(difference));
    }
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
    expect(await differences(current, next)).toEqual([]);
  });

  test.each([
    { had: "ALL PRIVILEGES", has: "SELECT, INSERT" },
    { had: "SELECT, INSERT", has: "ALL PRIVILEGES" },
    { had: "ALL PRIVILEGES", has: "USAGE" },
  ])("$had on a database becomes $has", async ({ had, has }) => {
    for (const place of ["shop.*", "shop.orders"]) {
      const current = await world().user({ statements: [`GRANT ${had} ON ${place} TO @@`] });
      const next = otherUser(current);
      await reconcile(current, next);
      await world().run(
        `REVOKE ALL PRIVILEGES ON ${place} FROM ${current.username}`,
        `GRANT ${has} ON ${place} TO ${current.username}`,
      );
      await reconcile(current, next);
      expect(await rights(next)).toEqual(await rights(current));
    }
  });

  test("a second user that logs in already but has no rights is not taken for done", async () => {
    const current = await world().user({ statements: manyRights });
    const next = otherUser(current);
    // So AWS's template leaves it when it dies after CREATE USER.
    await world().user(next);
    expect(await differences(current, next)).not.toEqual([]);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
  });

  test.each(["the password of the secret", "another password"])(
    "an account that stands before the second user's, with %s, is named",
    async (whose) => {
      const current = await world().user({ statements: manyRights });
      const next = otherUser(current);
      await reconcile(current, next);
      const password = whose === "another password" ? freshPassword() : next.password;
      await world().user({ ...next, password, from: "localhost" });
      await reconcile(current, next);
      expect(await differences(current, next)).toEqual([expect.stringMatching(/stands before/)]);
    },
  );

  test("a second user that is locked, or whose password expired, is free afterwards", async () => {
    const current = await world().user();
    const next = otherUser(current);
    await reconcile(current, next);
    await world().run(`ALTER USER ${next.username} ACCOUNT LOCK`);
    expect(await differences(current, next)).toEqual([expect.stringContaining("ACCOUNT LOCK")]);
    await reconcile(current, next);
    expect(await world().logsIn(next)).toBe(true);
    await world().run(`ALTER USER ${next.username} PASSWORD EXPIRE`);
    await reconcile(current, next);
    expect(await world().logsIn(next)).toBe(true);
  });

  test("each host that the password is good for gets its account, with the rights of that host", async () => {
    const username = freshName("app");
    const password = freshPassword();
    const current = await world().user({ username, password, statements: ["GRANT SELECT ON shop.* TO @@"] });
    await world().user({
      username,
      password,
      from: "192.0.2.%",
      statements: ["GRANT DELETE ON shop.* TO @@"],
    });
    const next = otherUser(current);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
    expect(await rights(next, "192.0.2.%")).toEqual(await rights(current, "192.0.2.%"));
    await world().run(`REVOKE DELETE ON shop.* FROM ${next.username}@'192.0.2.%'`);
    expect(await differences(current, next)).toEqual([expect.stringContaining("192.0.2.%")]);
  });

  test("an account of the name with another password is another secret's, and gets no counterpart", async () => {
    const username = freshName("app");
    const current = await world().user({ username });
    await world().user({ username, from: "192.0.2.%", statements: ["GRANT ALL PRIVILEGES ON *.* TO @@"] });
    const next = otherUser(current);
    await reconcile(current, next);
    const hosts = await world().run(`SELECT Host FROM mysql.user WHERE User = '${next.username}'`);
    expect(hosts).toEqual([{ Host: "%" }]);
    expect(await differences(current, next)).toEqual([]);
  });

  test("an account for one host only gets its counterpart for that host", async () => {
    const current = await world().user({ from: "localhost", statements: manyRights });
    const next = otherUser(current);
    await reconcile(current, next);
    expect(await rights(next, "localhost")).toEqual(await rights(current, "localhost"));
    expect(await world().logsIn(next)).toBe(true);
  });

  test("a right to a table that is gone is copied, and brings no other", async () => {
    const table = freshName("gone");
    await world().run(`CREATE TABLE shop.${table} (id INT)`);
    const current = await world().user({ statements: [`GRANT SELECT, DELETE ON shop.${table} TO @@`] });
    await world().run(`DROP TABLE shop.${table}`);
    const next = otherUser(current);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
  });

  test("a superuser that may not grant a right says which, and the second user stays shut", async () => {
    const current = await world().user({ statements: ["GRANT SELECT, DROP ON shop.* TO @@"] });
    const next = otherUser(current);
    const weak = await world().user({
      statements: [
        "GRANT CREATE USER, SELECT ON *.* TO @@",
        "GRANT SELECT ON shop.* TO @@ WITH GRANT OPTION",
      ],
    });
    const { reconcile: reconcileAs } = kind.engine.alternatingUsers;
    const error = await failureOf(reconcileAs(weak, current, next, timeoutMs));
    expect(error).toMatchObject({ name: "EngineError", code: "privilege" });
    expect(error).toMatchObject({ message: expect.stringContaining("DROP ON `shop`.*") });
    expect(await world().logsIn(next)).toBe(false);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
  });

  test("a superuser that may not read accounts changes nothing", async () => {
    const current = await world().user();
    const weak = await world().user();
    const { reconcile: reconcileAs } = kind.engine.alternatingUsers;
    const error = await failureOf(reconcileAs(weak, current, otherUser(current), timeoutMs));
    expect(error).toMatchObject({ name: "EngineError", code: "privilege" });
  });

  test("a wrong password of AWSCURRENT is refused before anything is done", async () => {
    const current = await world().user();
    const next = otherUser(current);
    const error = await failureOf(reconcile(renewed(current), next));
    expect(error).toMatchObject({ name: "AuthenticationError" });
    expect(await world().stored(next.username)).toEqual({ accounts: [], grants: [] });
  });

  test("the superuser is never the second user of another: its rights would be taken", async () => {
    const current = await world().user({ username: `${world().superuser.username}_clone` });
    const next = { ...current, username: world().superuser.username, password: freshPassword() };
    const rightsBefore = await rights(world().superuser);
    expect(await failureOf(reconcile(current, next))).toBeInstanceOf(InvalidSecretError);
    expect(await rights(world().superuser)).toEqual(rightsBefore);
    expect(await world().logsIn(world().superuser)).toBe(true);
  });

  test("a password that the server's policy refuses is a PasswordRejectedError, and the user stays shut", async () => {
    const current = await world().user({ statements: manyRights });
    const next = { ...otherUser(current), password: "tooweak" };
    const [install, uninstall] =
      kind.name === "mysql"
        ? [
            "INSTALL COMPONENT 'file://component_validate_password'",
            "UNINSTALL COMPONENT 'file://component_validate_password'",
          ]
        : ["INSTALL SONAME 'simple_password_check'", "UNINSTALL SONAME 'simple_password_check'"];
    await world().run(install);
    try {
      const error = await failureOf(reconcile(current, next));
      expect(error).toBeInstanceOf(PasswordRejectedError);
      expect(await world().logsIn(next)).toBe(false);
      const strong = otherUser(current);
      await reconcile(current, strong);
      expect(await world().logsIn(strong)).toBe(true);
    } finally {
      await world().run(uninstall);
    }
  });

  test.each(["`", "'", '"', "\\", " TO ", "@", "%", "_", "(", ",", " ON ", "ü"])(
    "names with %j in them are copied",
    async (character) => {
      const name = `a${character}b${freshName("x")}`;
      const quoted = `\`${name.replaceAll("`", "``")}\``;
      await world().run(
        `CREATE DATABASE ${quoted}`,
        `CREATE TABLE ${quoted}.${quoted} (${quoted} INT, other INT)`,
      );
      const current = await world().user({
        username: `a${character}b${freshName("x").slice(0, 6)}`,
        statements: [
          `GRANT SELECT (${quoted}), INSERT ON ${quoted}.${quoted} TO @@ WITH GRANT OPTION`,
          `GRANT DELETE ON ${quoted}.* TO @@`,
        ],
      });
      const next = otherUser(current);
      await reconcile(current, next);
      expect(await differences(current, next)).toEqual([]);
      await world().as(
        next,
        `SELECT ${quoted} FROM ${quoted}.${quoted}`,
        `INSERT INTO ${quoted}.${quoted} VALUES (1, 2)`,
      );
      expect(await failureOf(world().as(next, `SELECT other FROM ${quoted}.${quoted}`))).toMatchObject({
        errno: 1143,
      });
    },
  );
});

describeMariadb((kind) => {
  const world = withWorld(kind);
  const { reconcile, differences, rights } = workOf(kind, world);

  test("a default role that the first user lost is taken from the second", async () => {
    const current = await world().user({
      statements: ["GRANT reader TO @@", "SET DEFAULT ROLE reader FOR @@"],
    });
    const next = otherUser(current);
    await reconcile(current, next);
    await world().run(`SET DEFAULT ROLE NONE FOR ${current.username}`);
    expect(await differences(current, next)).toEqual([expect.stringContaining("DEFAULT ROLE `reader`")]);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
  });

  test("the other ways to log in are copied", async () => {
    const current = world().credential(freshName("app"));
    await world().run(
      `CREATE USER ${current.username} IDENTIFIED VIA mysql_native_password USING PASSWORD('${current.password}') OR unix_socket`,
    );
    const next = otherUser(current);
    await world().user(next);
    expect(await differences(current, next)).toEqual([
      expect.stringContaining("instead of mysql_native_password OR unix_socket"),
    ]);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
    expect(await world().logsIn(next)).toBe(true);
  });
});

describeMysql((kind) => {
  const world = withWorld(kind, ["SET GLOBAL partial_revokes = ON"]);
  const { reconcile, differences, rights } = workOf(kind, world);

  /** A pair whose rights were alike until statements changed the first or the second user, as @@ and @@_clone. */
  async function pair(before: readonly string[], changed: (first: string, second: string) => string[]) {
    const current = await world().user({ statements: before });
    const next = otherUser(current);
    await reconcile(current, next);
    await world().run(...changed(current.username, next.username));
    expect(await differences(current, next)).not.toEqual([]);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
    await world().run("FLUSH PRIVILEGES");
    expect(await rights(next)).toEqual(await rights(current));
  }

  test("dynamic privileges are copied, each with its own grant option", async () => {
    const current = await world().user({
      statements: [
        "GRANT SELECT, BACKUP_ADMIN, CLONE_ADMIN ON *.* TO @@",
        "GRANT XA_RECOVER_ADMIN ON *.* TO @@ WITH GRANT OPTION",
      ],
    });
    const next = otherUser(current);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
  });

  test("everything that a superuser has is copied", async () => {
    const current = await world().user({ statements: ["GRANT ALL ON *.* TO @@ WITH GRANT OPTION"] });
    const next = otherUser(current);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
  });

  const dynamic = [
    "GRANT SELECT, BACKUP_ADMIN ON *.* TO @@",
    "GRANT CLONE_ADMIN ON *.* TO @@ WITH GRANT OPTION",
  ];

  test.each([
    {
      what: "a dynamic privilege that the second has besides",
      changed: (_: string, second: string) => [`GRANT XA_RECOVER_ADMIN ON *.* TO ${second}`],
    },
    {
      what: "a dynamic privilege that the first lost",
      changed: (first: string) => [`REVOKE CLONE_ADMIN ON *.* FROM ${first}`],
    },
    {
      what: "the grant option of a dynamic privilege that the first lost",
      changed: (first: string) => [
        `REVOKE CLONE_ADMIN ON *.* FROM ${first}`,
        `GRANT CLONE_ADMIN ON *.* TO ${first}`,
      ],
    },
    {
      what: "the grant option of a dynamic privilege that the first got",
      changed: (first: string) => [`GRANT BACKUP_ADMIN ON *.* TO ${first} WITH GRANT OPTION`],
    },
    {
      what: "the global grant option that the second has besides, though it passes on a dynamic privilege",
      changed: (_: string, second: string) => [`GRANT INSERT ON *.* TO ${second} WITH GRANT OPTION`],
    },
    {
      what: "the global grant option that the first got",
      changed: (first: string) => [`GRANT INSERT ON *.* TO ${first} WITH GRANT OPTION`],
    },
  ])("$what", async ({ changed }) => {
    await pair(dynamic, changed);
  });

  test.each([
    {
      what: "a partial revoke that the first got",
      before: ["GRANT SELECT, INSERT ON *.* TO @@"],
      changed: (first: string) => [`REVOKE INSERT ON shop.* FROM ${first}`],
    },
    {
      what: "a partial revoke that the first lost",
      before: ["GRANT SELECT, INSERT ON *.* TO @@", "REVOKE INSERT, SELECT ON shop.* FROM @@"],
      changed: (first: string) => [`GRANT INSERT ON shop.* TO ${first}`],
    },
    {
      what: "a partial revoke where the second has the privilege on the database besides",
      before: ["GRANT SELECT ON *.* TO @@"],
      changed: (first: string, second: string) => [
        `GRANT INSERT ON shop.* TO ${second}`,
        `GRANT INSERT ON *.* TO ${first}`,
        `REVOKE INSERT ON shop.* FROM ${first}`,
      ],
    },
    {
      what: "a partial revoke that went with its privilege",
      before: ["GRANT SELECT, INSERT ON *.* TO @@", "REVOKE INSERT ON shop.* FROM @@"],
      changed: (first: string) => [`REVOKE INSERT ON *.* FROM ${first}`],
    },
  ])("$what", async ({ before, changed }) => {
    await pair(before, changed);
  });

  test("default roles that the first user changed are those of the second", async () => {
    await pair(["GRANT reader, writer TO @@", "SET DEFAULT ROLE reader TO @@"], (first) => [
      `SET DEFAULT ROLE writer TO ${first}`,
    ]);
    await pair(["GRANT reader, writer TO @@", "SET DEFAULT ROLE ALL TO @@"], (first) => [
      `SET DEFAULT ROLE NONE TO ${first}`,
    ]);
  });

  test.each([
    "PASSWORD EXPIRE NEVER PASSWORD HISTORY 4 PASSWORD REUSE INTERVAL 9 DAY PASSWORD REQUIRE CURRENT",
    "PASSWORD EXPIRE INTERVAL 30 DAY PASSWORD REQUIRE CURRENT OPTIONAL",
    "FAILED_LOGIN_ATTEMPTS 4 PASSWORD_LOCK_TIME UNBOUNDED",
    "FAILED_LOGIN_ATTEMPTS 4 PASSWORD_LOCK_TIME 2",
  ])("the password rules are copied: %s", async (clauses) => {
    const current = await world().user({ clauses });
    const next = otherUser(current);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
    await world().run(`ALTER USER ${next.username} PASSWORD EXPIRE DEFAULT FAILED_LOGIN_ATTEMPTS 9`);
    await reconcile(current, next);
    expect(await rights(next)).toEqual(await rights(current));
  });

  test("a second password of the second user goes", async () => {
    const current = await world().user();
    const next = otherUser(current);
    const before = await world().user({ username: next.username });
    await world().run(`ALTER USER ${next.username} IDENTIFIED BY 'between' RETAIN CURRENT PASSWORD`);
    await reconcile(current, next);
    expect(await world().logsIn(before)).toBe(false);
    expect(await world().logsIn(next)).toBe(true);
  });

  test("sessions of the second user keep the rights that stay", async () => {
    const current = await world().user({ statements: ["GRANT SELECT ON shop.* TO @@"] });
    const next = otherUser(current);
    await reconcile(current, next);
    const log = (await world().server.statementLog()).length;
    await world().run(`GRANT INSERT ON shop.* TO ${next.username}`);
    await reconcile(current, renewed(next));
    const statements = (await world().server.statementLog()).slice(log);
    expect(statements).toMatch(/REVOKE INSERT ON `shop`\.\*/);
    expect(statements).not.toMatch(/REVOKE[^\n]*SELECT/);
  });
});

describe("the strategy's numbers", () => {
  describeBoth((kind) => {
    test("the second user's name is as long as the server's names may be", async () => {
      const { maximumUsernameBytes } = kind.engine.alternatingUsers;
      const server = await kind.start();
      const world = await worldOf(kind, server);
      try {
        const username = "u".repeat(maximumUsernameBytes - "_clone".length);
        const current = await world.user({ username });
        const next = otherUser(current);
        await kind.engine.alternatingUsers.reconcile(world.superuser, current, next, timeoutMs);
        expect(await world.logsIn(next)).toBe(true);
        // Newer versions of MariaDB take longer ones.
        if (kind.name === "mysql") {
          expect(await failureOf(world.run(`CREATE USER ${next.username}x`))).toMatchObject({ errno: 1470 });
        }
      } finally {
        await world.stop();
      }
    });
  });
});
