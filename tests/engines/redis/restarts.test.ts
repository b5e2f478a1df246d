import { rename } from "node:fs/promises";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type RedisOptions, type RunningRedis, startRedis } from "../../../local/redis/index.ts";
import { digestOf } from "../../../shared/rotation/engines/redis/acl-user.ts";
import { credentialOf, everything, overlap, patient, singleUser, takes } from "./servers.ts";

let server: RunningRedis;

afterEach(() => server?.stop());

const start = async (options: RedisOptions) => {
  server = await startRedis({ acl: ["app on >one ~* +@all"], ...options });
};

const app = (password: string, persist = true) => credentialOf(server, { password, persist });

describe("A change outlives a restart", () => {
  it.each(["aclfile", "configuration"] as const)("by the server's %s", async (users) => {
    await start({ users });
    await overlap.add(app("one"), app("one"), app("two"), patient);
    await server.restart();
    expect(await takes(server, { password: "one" })).toBe(true);
    expect(await takes(server, { password: "two" })).toBe(true);

    await overlap.remove(app("two"), app("two"), app("one"), patient);
    await server.restart();
    expect(await takes(server, { password: "one" })).toBe(false);
    expect(await takes(server, { password: "two" })).toBe(true);

    await singleUser.set(app("two"), app("three"), patient);
    await server.restart();
    expect(await takes(server, { password: "two" })).toBe(false);
    expect(await takes(server, { password: "three" })).toBe(true);
  });

  it("also that of the user default with requirepass", async () => {
    await start({ requirepass: "one" });
    const byDefault = (password: string) => credentialOf(server, { username: "default", password });
    await overlap.add(byDefault("one"), byDefault("one"), byDefault("two"), patient);
    await server.restart();
    expect(await takes(server, { username: "default", password: "one" })).toBe(true);

    await overlap.remove(byDefault("two"), byDefault("two"), byDefault("one"), patient);
    await server.restart();
    expect(await takes(server, { username: "default", password: "one" })).toBe(false);
    expect(await takes(server, { username: "default", password: "two" })).toBe(true);
  });

  it("although the save failed when the change was made: the next call makes up for it", async () => {
    await start({ users: "aclfile" });
    await server.command("ACL", "SETUSER", "app", ">two");
    expect(await server.files()).not.toContain(digestOf("two"));
    await overlap.add(app("one"), app("one"), app("two"), patient);
    await server.restart();
    expect(await takes(server, { password: "two" })).toBe(true);
  });
});

describe("A server that cannot keep a change over a restart", () => {
  const notPersistent = (why: string) => ({
    name: "NotPersistentError",
    code: "statement",
    message: expect.stringContaining(why),
  });

  it("that reads its users nowhere is left as it is", async () => {
    await start({ users: "nowhere" });
    const before = await everything(server);
    const rotation = overlap.add(app("one"), app("one"), app("two"), patient);
    await expect(rotation).rejects.toMatchObject(
      notPersistent("neither an ACL file nor a configuration file"),
    );
    await expect(singleUser.set(app("one"), app("two"), patient)).rejects.toMatchObject(
      notPersistent("neither"),
    );
    expect(await everything(server)).toBe(before);
  });

  it("that may not write its ACL file is left as it is", async () => {
    await start({ users: "aclfile" });
    const before = String(await server.command("ACL", "LIST"));
    // As root, the server may write every file; but not into a folder that is gone.
    const moved = path.join(path.dirname(server.folder), `${path.basename(server.folder)}-moved`);
    await rename(server.folder, moved);
    try {
      const rotation = overlap.add(app("one"), app("one"), app("two"), patient);
      await expect(rotation).rejects.toMatchObject(notPersistent("ACL file"));
      expect(String(await server.command("ACL", "LIST"))).toBe(before);
    } finally {
      await rename(moved, server.folder);
    }
    await overlap.add(app("one"), app("one"), app("two"), patient);
    expect(await takes(server, { password: "two" })).toBe(true);
  });

  it("that may not write its configuration file is left as it is", async () => {
    await start({ users: "configuration" });
    const before = String(await server.command("ACL", "LIST"));
    const moved = path.join(path.dirname(server.folder), `${path.basename(server.folder)}-moved`);
    await rename(server.folder, moved);
    try {
      const rotation = overlap.add(app("one"), app("one"), app("two"), patient);
      await expect(rotation).rejects.toMatchObject(notPersistent("configuration file"));
      expect(String(await server.command("ACL", "LIST"))).toBe(before);
    } finally {
      await rename(moved, server.folder);
    }
  });

  it("is changed all the same where the secret says that it gets its passwords from there", async () => {
    await start({ users: "nowhere" });
    await overlap.add(app("one"), app("one"), app("two", false), patient);
    expect(await takes(server, { password: "two" })).toBe(true);
    await overlap.remove(app("two"), app("two", false), app("one"), patient);
    expect(await takes(server, { password: "one" })).toBe(false);
    await singleUser.set(app("two"), app("three", false), patient);
    expect(await takes(server, { password: "three" })).toBe(true);
  });
});
