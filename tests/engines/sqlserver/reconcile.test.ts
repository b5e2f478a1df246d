import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { sqlserver } from "../../../shared/rotation/engines/sqlserver/engine.ts";
import { AuthenticationError, EngineError, PasswordRejectedError } from "../../../shared/rotation/errors.ts";
import { connect, type GrantRow } from "./server/catalog.ts";
import { type RunningSqlServer, startSqlServer } from "./server/start.ts";
import { budgetMs, credentialFor, superuserOf } from "./servers.ts";

const nextPassword = "next-canary-R5t9";
let server: RunningSqlServer;
let superuser: PasswordCredential;
let current: PasswordCredential;
let next: PasswordCredential;

beforeEach(async () => {
  server = await startSqlServer();
  superuser = superuserOf(server, { dbname: "shop" });
  current = credentialFor(server, { username: "orders", password: "old-kP7w2Xq", dbname: "shop" });
  next = { ...current, username: "orders_clone", password: nextPassword };
});

afterEach(() => server.stop());

const reconcile = async () => sqlserver.alternatingUsers?.reconcile(superuser, current, next, budgetMs);
const differences = async () => sqlserver.alternatingUsers?.differences(superuser, current, next, budgetMs);

function on(permission: string, of: Partial<GrantRow>): GrantRow {
  return { ...connect, permission, ...of };
}

const selectOrders = on("SELECT", { keyword: "OBJECT", schema: "dbo", name: "orders" });

/** A login as an application has it: server rights, and users in two databases, by another name in one of them. */
function addOrders(): void {
  server.catalog.addDatabase("stock");
  server.catalog.addLogin("orders", current.password, {
    defaultDatabase: "shop",
    defaultLanguage: "Deutsch",
    checkPolicy: false,
    roles: ["setupadmin"],
    permissions: [on("CONNECT SQL", {}), on("VIEW SERVER STATE", { state: "W" })],
  });
  server.catalog.addUser("shop", "orders", {
    login: "orders",
    defaultSchema: "app",
    roles: ["db_datareader", "we]ird"],
    permissions: [
      { ...connect },
      selectOrders,
      on("DELETE", { ...selectOrders, permission: "DELETE", state: "D" }),
    ],
    owned: [{ keyword: "SCHEMA", schema: null, name: "app" }],
  });
  server.catalog.addUser("stock", "stock_reader", {
    login: "orders",
    permissions: [{ ...connect }, selectOrders],
  });
}

describe("the second login", () => {
  beforeEach(addOrders);

  test("is made with the server's rights, and in each database with a user, its rights and default schema", async () => {
    await reconcile();
    expect(server.catalog.logins.get("orders_clone")).toMatchObject({
      password: nextPassword,
      disabled: false,
      defaultDatabase: "shop",
      defaultLanguage: "Deutsch",
      checkPolicy: false,
      checkExpiration: false,
      roles: ["setupadmin"],
      permissions: server.catalog.logins.get("orders")?.permissions,
    });
    const user = server.catalog.database("shop").users.get("orders_clone");
    expect(user).toMatchObject({
      login: "orders_clone",
      defaultSchema: "app",
      roles: ["db_datareader", "we]ird"],
    });
    const wanted = [
      ...(server.catalog.database("shop").users.get("orders")?.permissions ?? []),
      on("CONTROL", { keyword: "SCHEMA", name: "app" }),
    ];
    expect(user?.permissions).toHaveLength(wanted.length);
    expect(user?.permissions).toEqual(expect.arrayContaining(wanted));
    expect(server.catalog.database("stock").users.get("orders_clone")).toMatchObject({
      login: "orders_clone",
      permissions: [{ ...connect }, selectOrders],
    });
    await sqlserver.logIn(next, budgetMs);
    await sqlserver.logIn(current, budgetMs);
    expect(await differences()).toEqual([]);
  });

  test("is disabled at once, and can be used only when everything else is done", async () => {
    await reconcile();
    expect(server.changes[0]).toMatch(/^CREATE LOGIN \[orders_clone\]/);
    expect(server.changes[0]).not.toContain(nextPassword);
    expect(server.changes[1]).toBe("ALTER LOGIN [orders_clone] DISABLE");
    expect(server.changes.slice(-2)).toEqual([
      `ALTER LOGIN [orders_clone] WITH PASSWORD = N'${nextPassword}'`,
      "ALTER LOGIN [orders_clone] ENABLE",
    ]);
  });

  test("is as it was after a repetition, which only sets the password", async () => {
    await reconcile();
    server.cutAt(undefined);
    await reconcile();
    expect(server.changes).toEqual([`ALTER LOGIN [orders_clone] WITH PASSWORD = N'${nextPassword}'`]);
  });

  test("ends as it would have when it was cut anywhere, and is never in use with less", async () => {
    await reconcile();
    const made = { login: server.catalog.logins.get("orders_clone"), count: server.changes.length };
    expect(made.count).toBeGreaterThan(10);
    for (const moment of ["before", "after"] as const) {
      for (let statement = 0; statement < made.count; statement++) {
        server.catalog.logins.delete("orders_clone");
        for (const { users } of server.catalog.databases.values()) users.delete("orders_clone");
        server.cutAt({ statement, moment });
        await expect(reconcile()).rejects.toMatchObject({ name: "HostUnreachableError" });
        const usable = await sqlserver.logIn(next, budgetMs).then(
          () => true,
          () => false,
        );
        if (usable) expect(await differences()).toEqual([]);
        await reconcile();
        expect(server.catalog.logins.get("orders_clone")).toEqual(made.login);
        expect(await differences()).toEqual([]);
        await sqlserver.logIn(next, budgetMs);
      }
    }
  });

  test("loses what the first one does not have, and gets what it got since", async () => {
    await reconcile();
    const login = server.catalog.logins.get("orders_clone");
    login?.roles.push("processadmin");
    login?.permissions.push(on("ALTER TRACE", {}));
    const user = server.catalog.database("shop").users.get("orders_clone");
    user?.roles.splice(0, 1, "db_owner");
    user?.permissions.splice(1, 1, { ...selectOrders, permission: "UPDATE", grantor: "keeper" });
    expect(await differences()).toEqual([
      "on the server, it has the role processadmin too much",
      "on the server, it has ALTER TRACE too much",
      "in the database shop, it lacks the role db_datareader",
      "in the database shop, it lacks SELECT ON OBJECT::[dbo].[orders]",
      "in the database shop, it has the role db_owner too much",
      "in the database shop, it has UPDATE ON OBJECT::[dbo].[orders] too much",
    ]);
    await reconcile();
    expect(await differences()).toEqual([]);
    expect(server.changes).toContain(
      "REVOKE UPDATE ON OBJECT::[dbo].[orders] FROM [orders_clone] CASCADE AS [keeper]",
    );
  });

  test("gets a permission in the same state: denied, granted, or to be granted on", async () => {
    await reconcile();
    const user = server.catalog.database("shop").users.get("orders_clone");
    for (const permission of user?.permissions ?? []) permission.state = permission.state === "D" ? "W" : "D";
    expect(await differences()).not.toEqual([]);
    await reconcile();
    expect(await differences()).toEqual([]);
  });

  test("takes over a user that lost its login, and its rights are made right", async () => {
    server.catalog.addUser("shop", "orders_clone", { login: "login-of-another-server", roles: ["db_owner"] });
    await reconcile();
    expect(server.catalog.database("shop").users.get("orders_clone")).toMatchObject({
      login: "orders_clone",
      roles: ["db_datareader", "we]ird"],
    });
    expect(await differences()).toEqual([]);
  });

  test("does not take over a user that belongs to somebody else", async () => {
    server.catalog.addLogin("somebody", "else-kP7w2Xq");
    server.catalog.addUser("shop", "orders_clone", { login: "somebody" });
    await expect(reconcile()).rejects.toMatchObject({
      code: "statement",
      message: expect.stringContaining("belongs to another login"),
    });
    expect(server.catalog.database("shop").users.get("orders_clone")?.login).toBe("somebody");
  });

  test("loses its user in a database that the first one has none in", async () => {
    await reconcile();
    server.catalog.database("stock").users.delete("stock_reader");
    expect(await differences()).toEqual(["in the database stock, it has a user too much"]);
    await reconcile();
    expect(server.catalog.database("stock").users.size).toBe(0);
  });

  test("keeps what it owns, which is told as a difference", async () => {
    await reconcile();
    server.catalog.database("shop").users.get("orders_clone")?.owned.push({
      keyword: "SCHEMA",
      schema: null,
      name: "other",
    });
    await reconcile();
    expect(await differences()).toEqual(["in the database shop, it owns SCHEMA::[other]"]);
  });

  test("may own what the first one only controls, as when the users change places", async () => {
    await reconcile();
    [current, next] = [next, { ...current, password: "back-again-R5t9" }];
    await reconcile();
    expect(await differences()).toEqual([]);
    await sqlserver.logIn(next, budgetMs);
    expect(server.catalog.database("shop").users.get("orders")?.owned).toHaveLength(1);
  });

  test("is unlocked where failed logins had locked it", async () => {
    await reconcile();
    server.catalog.addLogin("orders_clone", "before-R5t9", { locked: true });
    await reconcile();
    await sqlserver.logIn(next, budgetMs);
  });

  test("is not made with a password that the policy refuses, but stays disabled", async () => {
    server.catalog.addLogin("orders", current.password, { checkPolicy: true });
    next = { ...next, password: "short" };
    await expect(reconcile()).rejects.toThrow(PasswordRejectedError);
    expect(server.catalog.logins.get("orders_clone")?.disabled).toBe(true);
  });

  test("is done where a history of passwords refuses the one that is set already", async () => {
    server.catalog.addLogin("orders", current.password);
    next = { ...next, password: "used-before-R5t9" };
    server.catalog.addLogin("orders_clone", next.password);
    await reconcile();
    expect(await differences()).toEqual([]);
    server.catalog.addLogin("orders_clone", "another-R5t9");
    await expect(reconcile()).rejects.toThrow(PasswordRejectedError);
  });

  test("does not exist, is the one difference then", async () => {
    expect(await differences()).toEqual(["it does not exist"]);
  });

  test("is not made where the first one is not to be found", async () => {
    current = { ...current, username: "nobody" };
    await expect(reconcile()).rejects.toMatchObject({ constructor: EngineError, code: "privilege" });
    expect(server.changes).toEqual([]);
  });

  test("is not made where the superuser is refused", async () => {
    superuser = { ...superuser, password: "wrong" };
    await expect(reconcile()).rejects.toThrow(AuthenticationError);
    expect(server.changes).toEqual([]);
  });

  test("is not made where a grant fails: nothing goes missing unnoticed", async () => {
    server.failWith("GRANT SELECT", 4_613);
    await expect(reconcile()).rejects.toMatchObject({ code: "privilege" });
    expect(server.catalog.logins.get("orders_clone")?.disabled).toBe(true);
    await reconcile();
    expect(await differences()).toEqual([]);
  });

  test("is not made where the superuser cannot see a database that the first one uses", async () => {
    server.catalog.database("stock").closed = true;
    await expect(reconcile()).rejects.toMatchObject({
      code: "privilege",
      message: expect.stringContaining("into the database stock"),
    });
    expect(server.changes).toEqual([]);
  });

  test("is made where the superuser cannot see a database that the first one does not use", async () => {
    server.catalog.addDatabase("rdsadmin", { closed: true });
    await reconcile();
    expect(await differences()).toEqual([]);
  });
});

describe("the second login of a database's owner", () => {
  beforeEach(() => {
    server.catalog.addLogin("orders", current.password);
    server.catalog.database("shop").owner = "orders";
  });

  test("gets the role db_owner, for there is one owner only", async () => {
    await reconcile();
    expect(server.catalog.database("shop").users.get("orders_clone")?.roles).toEqual(["db_owner"]);
    expect(await differences()).toEqual([]);
  });

  test("is found alike when the users change places", async () => {
    await reconcile();
    [current, next] = [next, { ...current, password: "back-again-R5t9" }];
    await reconcile();
    expect(await differences()).toEqual([]);
  });

  test("differs where it is the owner and the first one has no such role", async () => {
    await reconcile();
    [current, next] = [next, { ...current, password: "back-again-R5t9" }];
    server.catalog.database("shop").users.get("orders_clone")?.roles.pop();
    expect(await differences()).toEqual(["in the database shop, it is the owner"]);
  });
});

describe("the second user of a contained database", () => {
  beforeEach(() => {
    server.catalog.addUser("shop", "orders", {
      password: current.password,
      defaultSchema: "app",
      roles: ["db_datareader"],
      permissions: [{ ...connect }, selectOrders],
    });
  });

  test("is made there, with no login, by a password that nobody knows until its rights are given", async () => {
    await reconcile();
    expect(server.changes[0]).toMatch(/^CREATE USER \[orders_clone\] WITH PASSWORD = /);
    expect(server.changes[0]).not.toContain(nextPassword);
    expect(server.changes.at(-1)).toBe(`ALTER USER [orders_clone] WITH PASSWORD = N'${nextPassword}'`);
    expect(server.catalog.logins.has("orders_clone")).toBe(false);
    expect(await differences()).toEqual([]);
    await sqlserver.logIn(next, budgetMs);
  });

  test("ends as it would have when it was cut anywhere", async () => {
    await reconcile();
    const { length } = server.changes;
    for (const moment of ["before", "after"] as const) {
      for (let statement = 0; statement < length; statement++) {
        server.catalog.database("shop").users.delete("orders_clone");
        server.cutAt({ statement, moment });
        await expect(reconcile()).rejects.toMatchObject({ name: "HostUnreachableError" });
        await reconcile();
        expect(await differences()).toEqual([]);
        await sqlserver.logIn(next, budgetMs);
      }
    }
  });
});
