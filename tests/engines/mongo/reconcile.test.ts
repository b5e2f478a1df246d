import { Double, Int32, Long } from "mongodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MongoCredential } from "../../../shared/rotation/engines/mongo/credential.ts";
import { mongo } from "../../../shared/rotation/engines/mongo/engine.ts";
import { AuthenticationError, EngineError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { type RunningMongo, startMongo } from "./server/start.ts";
import { budgetMs, credentialFor, superuserOf } from "./servers.ts";

const reads = { role: "read", db: "shop" };
const writes = { role: "readWrite", db: "shop" };
const own = { role: "ordersRole", db: "admin" };
const nextPassword = "next-canary-R5t9";

describe.each([
  { what: "MongoDB", documentDb: false, engine: "mongo", home: "shop" },
  { what: "Amazon DocumentDB", documentDb: true, engine: "docdb", home: "admin" },
])("$what: the second user", ({ documentDb, engine, home }) => {
  let server: RunningMongo;
  let superuser: MongoCredential;
  let current: MongoCredential;
  let next: MongoCredential;

  beforeEach(async () => {
    server = await startMongo({ certificateFor: "localhost", documentDb });
    const fields = { engine, dbname: "shop" };
    superuser = superuserOf(server, fields);
    current = credentialFor(server, { ...fields, username: "orders", password: "old-kP7w2Xq" });
    next = credentialFor(server, { ...fields, username: "orders_clone", password: nextPassword });
    server.users.put(home, "orders", { pwd: current.password, roles: [writes, own] });
  });

  afterEach(() => server.stop());

  const reconcile = async (as = superuser) => mongo.alternatingUsers?.reconcile(as, current, next, budgetMs);
  const differences = async (as = superuser) =>
    mongo.alternatingUsers?.differences(as, current, next, budgetMs);
  const clone = () => server.users.find(home, "orders_clone");

  test("is made with the first one's roles and its own password, and the first one stays as it is", async () => {
    await reconcile();
    expect(clone()?.roles).toEqual([writes, own]);
    await mongo.logIn(next, budgetMs);
    await mongo.logIn(current, budgetMs);
    expect(await differences()).toEqual([]);
  });

  test("gets the roles that the first one got since, and loses those that it lost", async () => {
    server.users.put(home, "orders_clone", { pwd: "before", roles: [reads, own] });
    await reconcile();
    expect(clone()?.roles).toEqual([writes, own]);
    await mongo.logIn(next, budgetMs);
  });

  test("is as it was after a repetition", async () => {
    await reconcile();
    const made = clone()?.roles;
    await reconcile();
    expect(clone()?.roles).toEqual(made);
    await mongo.logIn(next, budgetMs);
    expect(server.done.filter((name) => name === "createUser")).toHaveLength(1);
  });

  test.each([
    { command: "usersInfo", moment: "before" },
    { command: "usersInfo", moment: "after" },
    { command: "createUser", moment: "before" },
    { command: "createUser", moment: "after" },
  ] as const)("is never there without its rights: cut $moment $command", async (cut) => {
    server.cutAt(cut);
    await expect(reconcile()).rejects.toThrow(HostUnreachableError);
    if (clone()) expect(await differences()).toEqual([]);
    await reconcile();
    expect(await differences()).toEqual([]);
    await mongo.logIn(next, budgetMs);
  });

  test.each(["before", "after"] as const)("is changed wholly or not: cut %s updateUser", async (moment) => {
    server.users.put(home, "orders_clone", { pwd: "before", roles: [reads] });
    server.cutAt({ command: "updateUser", moment });
    await expect(reconcile()).rejects.toThrow(HostUnreachableError);
    expect(clone()?.roles).toEqual(moment === "before" ? [reads] : [writes, own]);
    await reconcile();
    expect(await differences()).toEqual([]);
    await mongo.logIn(next, budgetMs);
  });

  test("that somebody else makes at the same moment gets the rights and the password all the same", async () => {
    server.failWith("createUser", 51_003);
    await reconcile();
    expect(await differences()).toEqual([]);
    await mongo.logIn(next, budgetMs);
  });

  test("differs in words", async () => {
    expect(await differences()).toEqual(["it does not exist"]);
    server.users.put(home, "orders_clone", { pwd: "before", roles: [reads, own] });
    expect(await differences()).toEqual([
      "it lacks the role readWrite on shop",
      "it has the role read on shop too much",
    ]);
  });

  test("is not made by a superuser that may not, who is told what it needs", async () => {
    server.users.put("admin", "weak", { pwd: "weak-kP7w2Xq", roles: [reads] });
    const weak = { ...superuser, username: "weak", password: "weak-kP7w2Xq" };
    await expect(reconcile(weak)).rejects.toMatchObject({
      constructor: EngineError,
      code: "privilege",
      message: expect.stringContaining("userAdmin"),
    });
    expect(clone()).toBeUndefined();
  });

  test("is not made where the superuser is refused", async () => {
    await expect(reconcile({ ...superuser, password: "wrong" })).rejects.toThrow(AuthenticationError);
    expect(clone()).toBeUndefined();
  });

  test("is not made where the first one is not to be found", async () => {
    current = { ...current, username: "nobody" };
    await expect(reconcile()).rejects.toMatchObject({
      code: "statement",
      message: expect.stringContaining(`Name the database that it is defined in as "authSource"`),
    });
    expect(clone()).toBeUndefined();
  });
});

describe("MongoDB: beside the roles, the second user", () => {
  let server: RunningMongo;
  let superuser: MongoCredential;
  let current: MongoCredential;
  let next: MongoCredential;

  beforeEach(async () => {
    server = await startMongo({ certificateFor: "localhost" });
    superuser = superuserOf(server);
    current = credentialFor(server, { username: "orders", password: "old-kP7w2Xq" });
    next = credentialFor(server, { username: "orders_clone", password: nextPassword });
  });

  afterEach(() => server.stop());

  const reconcile = async () => mongo.alternatingUsers?.reconcile(superuser, current, next, budgetMs);
  const differences = async () => mongo.alternatingUsers?.differences(superuser, current, next, budgetMs);
  const clone = () => server.users.find("admin", "orders_clone");

  test("gets customData, each number as the type that it is", async () => {
    const customData = {
      limit: Long.fromString("9007199254740993"),
      whole: new Double(1),
      small: new Int32(1),
    };
    server.users.put("admin", "orders", { pwd: current.password, roles: [], customData });
    await reconcile();
    expect(clone()?.customData).toEqual(customData);
    expect(await differences()).toEqual([]);
  });

  test("loses the customData that the first one does not have", async () => {
    server.users.put("admin", "orders", { pwd: current.password, roles: [] });
    server.users.put("admin", "orders_clone", { pwd: "before", customData: { team: "a" } });
    expect(await differences()).toEqual(["its customData is another"]);
    await reconcile();
    expect(await differences()).toEqual([]);
  });

  test("may log in from where the first one may, and from nowhere else", async () => {
    const office = [{ clientSource: ["127.0.0.0/8"], serverAddress: ["127.0.0.1"] }];
    server.users.put("admin", "orders", {
      pwd: current.password,
      roles: [],
      authenticationRestrictions: office,
    });
    await reconcile();
    expect(clone()?.authenticationRestrictions).toEqual(office);
    server.users.put("admin", "orders", { authenticationRestrictions: [] });
    expect(await differences()).toEqual(["its authenticationRestrictions are others"]);
    await reconcile();
    expect(clone()?.authenticationRestrictions).toEqual([]);
  });

  test("logs in by the first one's mechanisms alone", async () => {
    server.users.put("admin", "orders", { pwd: current.password, mechanisms: ["SCRAM-SHA-256"] });
    server.users.put("admin", "orders_clone", { pwd: "before" });
    expect(await differences()).toEqual(["its mechanisms are others"]);
    await reconcile();
    expect(Object.keys(clone()?.verifiers ?? {})).toEqual(["SCRAM-SHA-256"]);
    expect(await differences()).toEqual([]);
  });
});
