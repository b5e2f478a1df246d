import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { changesBetween } from "../../../../../shared/rotation/engines/oracle/alike.ts";
import { storedUser } from "../../../../../shared/rotation/engines/oracle/catalog.ts";
import { oracle } from "../../../../../shared/rotation/engines/oracle/engine.ts";
import {
  differencesSeen,
  makeSecondUser,
} from "../../../../../shared/rotation/engines/oracle/second-user.ts";
import type { ObjectPrivilege } from "../../../../../shared/rotation/engines/oracle/stored-user.ts";
import { HostUnreachableError, PasswordRejectedError } from "../../../../../shared/rotation/errors.ts";
import { Database, type User } from "./database.ts";

const secret = { engine: "oracle", host: "db.example.com", dbname: "SHOP" };
const superuser = oracle.parse({ ...secret, username: "admin", password: "superuser-kP7" });
let database: Database;
let current = oracle.parse({ ...secret, username: "orders", password: "old-kP7w2Xq" });
let next = { ...current, username: "orders_CLONE", password: "next-canary-R5t9" };

const make = () => makeSecondUser(database.session(superuser), current, next);
const differences = () => differencesSeen(database.session(superuser), current, next);
const clone = () => database.user("ORDERS_CLONE");

function onTable(privilege: string, more: Partial<ObjectPrivilege> = {}): ObjectPrivilege {
  const table = { owner: "SHOP", object: "orders", type: "TABLE" };
  return { ...table, privilege, grantOption: false, hierarchyOption: false, ...more };
}

beforeEach(() => {
  current = oracle.parse({ ...secret, username: "orders", password: "old-kP7w2Xq" });
  next = { ...current, username: "orders_CLONE", password: "next-canary-R5t9" };
  database = new Database();
  database.addUser("SHOP");
  database.addUser("CLIENT");
  database.addUser("ORDERS", {
    defaultTablespace: "SHOP_DATA",
    profile: "APPS",
    systemPrivileges: [
      { privilege: "CREATE SESSION", schema: undefined, adminOption: false },
      { privilege: "CREATE TABLE", schema: undefined, adminOption: true },
    ],
    roles: [
      { role: "READER", adminOption: false, delegateOption: false, default: true },
      { role: "keeper", adminOption: true, delegateOption: true, default: false },
    ],
    objectPrivileges: [
      onTable("SELECT", { grantOption: true }),
      onTable("SELECT", { type: "VIEW", object: "ALL_ORDERS", hierarchyOption: true }),
      onTable("READ", { owner: "SYS", object: "EXPORTS", type: "DIRECTORY" }),
      onTable("INHERIT PRIVILEGES", { owner: "SYS", object: "SHOP", type: "USER" }),
    ],
    columnPrivileges: [
      { owner: "SHOP", object: "orders", column: "STATE", privilege: "UPDATE", grantOption: false },
      { owner: "SHOP", object: "orders", column: "PRICE", privilege: "UPDATE", grantOption: true },
    ],
    quotas: [
      { tablespace: "SHOP_DATA", bytes: "-1" },
      { tablespace: "USERS", bytes: "1048576" },
    ],
    proxies: [
      { client: "CLIENT", authentication: "NO", constraint: "PROXY MAY ACTIVATE ROLE", role: "READER" },
      { client: "SHOP", authentication: "YES", constraint: "NO CLIENT ROLES MAY BE ACTIVATED", role: null },
    ],
    synonyms: [
      { name: "ORDERS", owner: "SHOP", object: "orders", link: undefined },
      { name: "REMOTE", owner: undefined, object: "T", link: "ELSEWHERE.EXAMPLE.COM" },
    ],
  });
});

describe("the second user", () => {
  test("is made with everything that the first one may", async () => {
    await make();
    const { password: _own, ...rights } = database.user("ORDERS");
    const { password, ...copied } = clone();
    expect(password).toBe(next.password);
    expect(sorted(copied)).toEqual({ ...sorted(rights), newRolesAreDefault: false });
    expect(await differences()).toEqual([]);
  });

  test("is locked at once, and can be used only when everything else is done", async () => {
    await make();
    expect(database.changes[0]).toMatch(
      /^CREATE USER "ORDERS_CLONE" IDENTIFIED BY "[^"]{30}" .* PROFILE "APPS" ACCOUNT LOCK$/,
    );
    expect(database.changes[0]).not.toContain(next.password);
    expect(database.changes.slice(-2)).toEqual([
      `ALTER USER "ORDERS_CLONE" IDENTIFIED BY "${next.password}"`,
      'ALTER USER "ORDERS_CLONE" ACCOUNT UNLOCK',
    ]);
  });

  test("is as it was after a repetition, which only sets the password", async () => {
    await make();
    database.changes.length = 0;
    await make();
    expect(database.changes).toEqual([`ALTER USER "ORDERS_CLONE" IDENTIFIED BY "${next.password}"`]);
  });

  test("ends as it would have when it was cut anywhere, and is never in use with less", async () => {
    await make();
    const [made, { length }] = [sorted(clone()), database.changes];
    expect(length).toBeGreaterThan(15);
    for (const moment of ["before", "after"] as const) {
      for (let statement = 0; statement < length; statement++) {
        database.users.delete("ORDERS_CLONE");
        database.changes.length = 0;
        database.cut = { statement, moment };
        await expect(make()).rejects.toThrow(HostUnreachableError);
        const half = database.users.get("ORDERS_CLONE");
        if (half?.status === "OPEN") expect(await differences()).toEqual([]);
        await make();
        expect(sorted(clone())).toEqual(made);
      }
    }
  });

  test("loses what the first one does not have", async () => {
    await make();
    const extra = clone();
    extra.systemPrivileges.push({ privilege: "DROP ANY TABLE", schema: undefined, adminOption: false });
    extra.roles.push({ role: "DBA", adminOption: false, delegateOption: false, default: true });
    extra.objectPrivileges.push(onTable("DELETE"));
    extra.columnPrivileges.push({
      owner: "SHOP",
      object: "orders",
      column: "BUYER",
      privilege: "UPDATE",
      grantOption: false,
    });
    extra.quotas.push({ tablespace: "SYSTEM", bytes: "4096" });
    extra.proxies.push({
      client: "ADMIN",
      authentication: "NO",
      constraint: "PROXY MAY ACTIVATE ALL CLIENT ROLES",
      role: null,
    });
    database.addUser("ADMIN");
    expect(await differences()).toEqual([
      "it has DROP ANY TABLE too much",
      "it has the role DBA too much",
      'it has DELETE on "SHOP"."orders" too much',
      'it has UPDATE on the column BUYER of "SHOP"."orders" too much',
      "it has another quota on SYSTEM",
      "it may log in for ADMIN, or with more roles, too much",
    ]);
    await make();
    expect(await differences()).toEqual([]);
    expect(clone().columnPrivileges).toHaveLength(2);
  });

  test("loses options that the first one does not have, and gets those that it has", async () => {
    await make();
    const other = clone();
    for (const one of other.systemPrivileges) one.adminOption = !one.adminOption;
    for (const one of other.roles) one.adminOption = !one.adminOption;
    for (const one of other.roles) one.default = !one.default;
    for (const one of other.objectPrivileges) one.grantOption = !one.grantOption;
    for (const one of other.columnPrivileges) one.grantOption = !one.grantOption;
    expect(await differences()).not.toEqual([]);
    await make();
    expect(await differences()).toEqual([]);
  });

  test("gets its settings and quotas changed with the first one's", async () => {
    await make();
    Object.assign(database.user("ORDERS"), {
      profile: "STRICT",
      defaultTablespace: "USERS",
      temporaryTablespace: "TEMP2",
      quotas: [{ tablespace: "USERS", bytes: "-1" }],
    });
    expect(await differences()).toEqual([
      "it has another default tablespace",
      "it has another temporary tablespace",
      "it has another profile",
      "it has another quota on USERS",
      "it has another quota on SHOP_DATA",
    ]);
    await make();
    expect(await differences()).toEqual([]);
  });

  test("keeps synonyms of its own, and gets those of the first one right", async () => {
    await make();
    clone().synonyms = [
      { name: "MINE", owner: "SHOP", object: "mine", link: undefined },
      { name: "ORDERS", owner: "SHOP", object: "old_orders", link: undefined },
    ];
    expect(await differences()).toEqual(["it lacks the synonym ORDERS", "it lacks the synonym REMOTE"]);
    await make();
    expect(clone().synonyms).toHaveLength(3);
    expect(await differences()).toEqual([]);
  });

  test("cannot have what the first one owns, which is told as a difference", async () => {
    database.user("ORDERS").owned = ["TABLE", "INDEX"];
    await make();
    expect(await differences()).toEqual([
      "ORDERS owns objects (table, index): put them into a schema of their own, and grant both users what they need",
    ]);
  });

  test("gets privileges on schemas where the server knows them", async () => {
    database.version = 23;
    const onSchema = { privilege: "SELECT ANY TABLE", schema: "SHOP", adminOption: false };
    database.user("ORDERS").systemPrivileges.push(onSchema);
    await make();
    expect(clone().systemPrivileges).toContainEqual(onSchema);
    expect(database.changes).toContain('GRANT SELECT ANY TABLE ON SCHEMA "SHOP" TO "ORDERS_CLONE"');
    expect(await differences()).toEqual([]);
  });

  test("gets privileges on objects of SYS by Amazon RDS's procedures there", async () => {
    database.rds = true;
    const session = onTable("SELECT", { owner: "SYS", object: "V_$SESSION", type: "VIEW" });
    database.user("ORDERS").objectPrivileges = [session];
    await make();
    expect(clone().objectPrivileges).toEqual([session]);
    expect(database.changes.some((text) => text.includes('"SYS"'))).toBe(false);
    database.user("ORDERS").objectPrivileges = [];
    await make();
    expect(clone().objectPrivileges).toEqual([]);
  });

  test("is unlocked where failed logins had locked it", async () => {
    await make();
    clone().status = "EXPIRED & LOCKED(TIMED)";
    await make();
    expect(clone().status).toBe("OPEN");
  });

  test("changes places with the first one", async () => {
    await make();
    [current, next] = [next, { ...current, password: "back-again-R5t9" }];
    await make();
    expect(database.user("ORDERS").password).toBe("back-again-R5t9");
    expect(await differences()).toEqual([]);
  });

  test("stays locked with a password that its profile refuses", async () => {
    next = { ...next, password: "short" };
    await expect(make()).rejects.toThrow(PasswordRejectedError);
    expect(clone().status).toBe("LOCKED");
  });

  test("in use, whose profile refuses the password as used before, may have it already: that is told", async () => {
    await make();
    next = { ...next, password: "used-before-R5t9" };
    expect(await make()).toBeInstanceOf(PasswordRejectedError);
  });

  test("is not unlocked where a grant fails: nothing goes missing unnoticed", async () => {
    database.failures = [{ beginning: "GRANT SELECT", code: "ORA-01031" }];
    await expect(make()).rejects.toMatchObject({ code: "privilege" });
    expect(clone().status).toBe("LOCKED");
    await make();
    expect(await differences()).toEqual([]);
  });

  test("does not exist, is the one difference then", async () => {
    expect(await differences()).toEqual(["it does not exist"]);
  });

  test("is not made where the first one is not to be found", async () => {
    current = { ...current, username: "nobody" };
    await expect(make()).rejects.toMatchObject({ code: "privilege" });
    expect(database.changes).toEqual([]);
  });
});

const privileges = fc.constantFrom("SELECT", "UPDATE", "DEBUG");
const names = fc.constantFrom("A", "b", "C D");
const rights = fc.record({
  profile: names,
  systemPrivileges: unique(
    fc.record({
      privilege: fc.constantFrom("CREATE SESSION", "CREATE TABLE"),
      schema: fc.constant(undefined),
      adminOption: fc.boolean(),
    }),
    ({ privilege }) => privilege,
  ),
  roles: unique(
    fc.record({
      role: names,
      adminOption: fc.boolean(),
      delegateOption: fc.boolean(),
      default: fc.boolean(),
    }),
    ({ role }) => role,
  ),
  newRolesAreDefault: fc.boolean(),
  objectPrivileges: unique(
    fc.record({
      owner: names,
      object: names,
      type: fc.constant("TABLE"),
      privilege: privileges,
      grantOption: fc.boolean(),
      hierarchyOption: fc.boolean(),
    }),
    ({ owner, object, privilege }) => [owner, object, privilege].join(),
  ),
  columnPrivileges: unique(
    fc.record({
      owner: names,
      object: names,
      column: names,
      privilege: privileges,
      grantOption: fc.boolean(),
    }),
    ({ owner, object, column, privilege }) => [owner, object, column, privilege].join(),
  ),
  quotas: unique(
    fc.record({ tablespace: names, bytes: fc.constantFrom("-1", "4096") }),
    ({ tablespace }) => tablespace,
  ),
});

function unique<T>(of: fc.Arbitrary<T>, selector: (one: T) => string): fc.Arbitrary<T[]> {
  return fc.uniqueArray(of, { selector, maxLength: 4 });
}

test("whatever two users may, the second one may what the first one may when it is done", async () => {
  await fc.assert(
    fc.asyncProperty(rights, fc.option(rights, { nil: undefined }), async (original, present) => {
      database = new Database();
      database.addUser("ORDERS", original);
      if (present) database.addUser("ORDERS_CLONE", present);
      await make();
      expect(await differences()).toEqual([]);
      const session = database.session(superuser);
      const [one, other] = [await storedUser(session, "ORDERS"), await storedUser(session, "ORDERS_CLONE")];
      if (!one || !other) throw new Error("One of the users is gone.");
      expect(changesBetween(other, one, false)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** Grants are a set: their order does not count. */
function sorted<T extends Partial<User>>(user: T): T {
  const inOrder = Object.entries(user).map(([field, value]) => [
    field,
    Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value,
  ]);
  return Object.fromEntries(inOrder);
}
