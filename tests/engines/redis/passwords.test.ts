import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningRedis, startRedis } from "../../../local/redis/index.ts";
import {
  credentialOf,
  everything,
  overlap,
  patient,
  resetApp,
  singleUser,
  superuserOf,
  takes,
} from "./servers.ts";

let server: RunningRedis;

beforeAll(async () => {
  server = await startRedis({ acl: ["app on >one ~app:* +@all"] });
});

afterAll(() => server?.stop());

beforeEach(() => resetApp(server, "one"));

const app = (password: string) => credentialOf(server, { password });

describe("With two passwords at a time", () => {
  it.each([
    ["the user itself", () => app("one")],
    ["a superuser", () => superuserOf(server)],
  ])("%s adds one: both are taken", async (_, as) => {
    await overlap.add(as(), app("one"), app("two"), patient);
    expect(await takes(server, { password: "one" })).toBe(true);
    expect(await takes(server, { password: "two" })).toBe(true);
    expect(await takes(server, { password: "three" })).toBe(false);
  });

  it.each([
    ["the user itself", () => app("two")],
    ["a superuser", () => superuserOf(server)],
  ])("%s removes one: the other stays", async (_, as) => {
    await resetApp(server, "one", "two");
    await overlap.remove(as(), app("two"), app("one"), patient);
    expect(await takes(server, { password: "one" })).toBe(false);
    expect(await takes(server, { password: "two" })).toBe(true);
  });

  it("adding again changes nothing", async () => {
    await overlap.add(app("one"), app("one"), app("two"), patient);
    const before = await everything(server);
    await overlap.add(app("one"), app("one"), app("two"), patient);
    expect(await everything(server)).toBe(before);
  });

  it("removing again changes nothing", async () => {
    await resetApp(server, "one", "two");
    await overlap.remove(app("two"), app("two"), app("one"), patient);
    const before = await everything(server);
    await overlap.remove(app("two"), app("two"), app("one"), patient);
    expect(await everything(server)).toBe(before);
  });

  it("a password of somebody else's stays", async () => {
    await resetApp(server, "one", "theirs");
    await overlap.add(app("one"), app("one"), app("two"), patient);
    await overlap.remove(app("two"), app("two"), app("one"), patient);
    expect(await takes(server, { password: "theirs" })).toBe(true);
  });

  it("removing a password that is the kept one leaves it", async () => {
    await overlap.remove(superuserOf(server), app("one"), app("one"), patient);
    expect(await takes(server, { password: "one" })).toBe(true);
  });

  it("sessions that are logged in go on", async () => {
    const before = await server.command("ACL", "WHOAMI");
    await overlap.add(
      superuserOf(server),
      superuserOf(server),
      superuserOf(server, { password: "next" }),
      patient,
    );
    await overlap.remove(
      superuserOf(server, { password: "next" }),
      superuserOf(server),
      superuserOf(server, { password: "next" }),
      patient,
    );
    expect(await server.command("ACL", "WHOAMI")).toBe(before);
  });
});

describe("With one password", () => {
  it.each([
    ["the user itself", () => app("one")],
    ["a superuser", () => superuserOf(server)],
  ])("%s sets it: nothing else is taken, whoever set it", async (_, as) => {
    await resetApp(server, "one", "theirs");
    await singleUser.set(as(), app("two"), patient);
    expect(await takes(server, { password: "two" })).toBe(true);
    expect(await takes(server, { password: "one" })).toBe(false);
    expect(await takes(server, { password: "theirs" })).toBe(false);
  });

  it("setting it again changes nothing", async () => {
    await singleUser.set(app("one"), app("two"), patient);
    const before = await everything(server);
    await singleUser.set(superuserOf(server), app("two"), patient);
    expect(await everything(server)).toBe(before);
  });

  it.each([
    ["the user itself", () => app("two")],
    ["a superuser", () => superuserOf(server)],
  ])("settling by %s takes everything else out", async (_, as) => {
    await resetApp(server, "one", "two");
    await singleUser.settle(as(), app("two"), patient);
    expect(await takes(server, { password: "one" })).toBe(false);
    expect(await takes(server, { password: "two" })).toBe(true);
  });

  it("settling changes nothing where the user may not do it itself and has no superuser", async () => {
    await server.command("ACL", "SETUSER", "modest", "on", ">secret", "+get");
    const modest = credentialOf(server, { username: "modest", password: "secret" });
    const before = await everything(server);
    await singleUser.settle(modest, modest, patient);
    expect(await everything(server)).toBe(before);
  });
});

describe("Whatever a password is made of", () => {
  it.each([`"'\\ \n\r\0`, "ünïcödé-日本-🔑", "x".repeat(4_096), ">#!<resetpass nopass"])(
    "%j is taken",
    async (strange) => {
      await overlap.add(app("one"), app("one"), app(strange), patient);
      expect(await takes(server, { password: strange })).toBe(true);
    },
  );

  it("rights, keys and channels of the user stay as they are", async () => {
    await server.command("ACL", "SETUSER", "narrow", "on", ">one", "~app:*", "&news:*", "+get", "-set");
    const before = String(await server.command("ACL", "LIST"));
    const narrow = (password: string) => credentialOf(server, { username: "narrow", password });
    await overlap.add(superuserOf(server), narrow("one"), narrow("two"), patient);
    await overlap.remove(superuserOf(server), narrow("one"), narrow("two"), patient);
    expect(String(await server.command("ACL", "LIST"))).toBe(before);
  });
});

describe("What cannot be changed is told before anything is", () => {
  let before: string;

  beforeEach(async () => {
    await server.command("ACL", "SETUSER", "modest", "reset", "on", ">one", "+get");
    await server.command("ACL", "SETUSER", "open", "reset", "on", "nopass", "+@all");
    await server.command("CONFIG", "REWRITE");
    before = await everything(server);
  });

  afterEach(async () => {
    expect(await everything(server)).toBe(before);
  });

  const add = (as: ReturnType<typeof app>, username: string) => {
    const of = (password: string) => credentialOf(server, { username, password });
    return overlap.add(as, of("one"), of("two"), patient);
  };

  it("a user that may not change its own password lacks a privilege", async () => {
    await expect(
      add(credentialOf(server, { username: "modest", password: "one" }), "modest"),
    ).rejects.toMatchObject({
      name: "EngineError",
      code: "privilege",
      message: expect.stringContaining("masterarn"),
    });
  });

  it("a user that takes any password would lock out whoever uses none", async () => {
    await expect(add(superuserOf(server), "open")).rejects.toMatchObject({
      name: "EngineError",
      message: expect.stringContaining("nopass"),
    });
  });

  it("a user that does not exist is not made", async () => {
    await expect(add(superuserOf(server), "nobody")).rejects.toMatchObject({
      name: "EngineError",
      message: expect.stringContaining('no user "nobody"'),
    });
  });

  it("a login that is refused is an AuthenticationError", async () => {
    await expect(add(app("wrong"), "app")).rejects.toMatchObject({ name: "AuthenticationError" });
  });
});

describe("Each privilege that the superuser lacks is named, and nothing is changed", () => {
  it.each([
    ["-info", "INFO"],
    ["-acl|getuser", "ACL GETUSER"],
    ["-acl|setuser", "ACL SETUSER"],
    ["-acl|save", "ACL SAVE"],
    ["-client|list", "CLIENT LIST"],
    ["-config|rewrite", "CONFIG REWRITE"],
  ])("%s", async (rule, command) => {
    await server.command("ACL", "SETUSER", "keeper", "reset", "on", ">secret", "+@all", rule);
    await server.command("CONFIG", "REWRITE");
    const before = await everything(server);
    const keeper = credentialOf(server, { username: "keeper", password: "secret" });
    await expect(overlap.add(keeper, app("one"), app("two"), patient)).rejects.toMatchObject({
      name: "EngineError",
      code: "privilege",
      message: expect.stringContaining(command),
    });
    expect(await everything(server)).toBe(before);
  });

  it("and with those that the message asks for, it can", async () => {
    const rules = [
      "+acl",
      "+info",
      "+client|list",
      "+cluster|nodes",
      "+config|get",
      "+config|set",
      "+config|rewrite",
    ];
    await server.command("ACL", "SETUSER", "keeper", "reset", "on", ">secret", ...rules);
    const keeper = credentialOf(server, { username: "keeper", password: "secret" });
    await overlap.add(keeper, app("one"), app("two"), patient);
    expect(await takes(server, { password: "two" })).toBe(true);
  });
});
