import { afterEach, describe, expect, it } from "vitest";
import { type RedisOptions, type RunningRedis, startRedis } from "../../../local/redis/index.ts";
import { redis } from "../../../shared/rotation/engines/redis/engine.ts";
import type { SecretFields } from "../../../shared/rotation/index.ts";
import { credentialOf, everything, overlap, patient, type RedisCredential, superuserOf } from "./servers.ts";

const running: RunningRedis[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function start(options: RedisOptions = {}): Promise<RunningRedis> {
  const server = await startRedis(options);
  running.push(server);
  return server;
}

/** What a user needs that changes its own password, as the engine's documentation has it. */
const documented = "+acl +info +client|list +cluster|nodes +config|get +config|set +config|rewrite".split(
  " ",
);

/** A server whose user `app` has the password "first", and some rights. */
async function serverWith(rights: readonly string[], options: RedisOptions = {}) {
  return start({ acl: [`app on >first ~app:* ${rights.join(" ")}`], ...options });
}

/** Asks, sees that nothing was changed by it, and then tries: both must come to the same. */
async function askThenTry(server: RunningRedis, fields: SecretFields = {}, superuser?: RedisCredential) {
  const current = credentialOf(server, { password: "first", ...fields });
  const as = superuser ?? current;
  const before = await everything(server);
  const ask = redis.overlap?.checkPrivilege?.(as, current, patient) ?? Promise.reject(new Error("no check"));
  const told = await ask.then(
    (untold) => ({ untold, code: undefined, message: "" }),
    ({ code, message }) => ({ untold: undefined, code, message }),
  );
  expect(await everything(server)).toBe(before);
  const next = credentialOf(server, { password: "second", ...fields });
  const tried = await overlap.add(as, current, next, patient).then(
    () => undefined,
    ({ code }) => code,
  );
  return { ...told, tried };
}

const yes = { untold: undefined, code: undefined, message: "", tried: undefined };

describe("Whether a user's password may be changed, asked before it is tried,", () => {
  it.each(["configuration", "aclfile"] as const)(
    "by the user itself with the documented rights, kept in the server's %s: yes",
    async (users) => {
      expect(await askThenTry(await serverWith(documented, { users }))).toEqual(yes);
    },
  );

  it("by a superuser: yes", async () => {
    const server = await serverWith(["+get"]);
    expect(await askThenTry(server, {}, superuserOf(server))).toEqual(yes);
  });

  it("by a user that may do next to nothing: no", async () => {
    const told = await askThenTry(await serverWith(["+get"]));
    expect(told).toMatchObject({ code: "privilege", tried: "privilege" });
    expect(told.message).toContain("+acl");
  });

  it.each([
    ["ACL SETUSER", [...documented, "-acl|setuser"]],
    ["ACL SAVE", [...documented, "-acl|save"]],
    ["CONFIG REWRITE", [...documented, "-config|rewrite"]],
  ])("by a user that lacks %s alone: no, and it says so", async (command, rights) => {
    const told = await askThenTry(await serverWith(rights));
    expect(told).toMatchObject({ code: "privilege", tried: "privilege" });
    expect(told.message).toContain(`does not let "app" run ${command}.`);
  });

  it("of a server with an ACL file needs no rights to write its configuration", async () => {
    const rights = [...documented, "-config|rewrite"];
    expect(await askThenTry(await serverWith(rights, { users: "aclfile" }))).toEqual(yes);
  });

  it("where nothing has to be kept, needs no rights to write files", async () => {
    const rights = [...documented, "-config|rewrite", "-acl|save"];
    expect(await askThenTry(await serverWith(rights), { persist: false })).toEqual(yes);
  });

  it("of a server that can write its users nowhere: no, unless the secret says so", async () => {
    const told = await askThenTry(await serverWith(documented, { users: "nowhere" }));
    expect(told).toMatchObject({ code: "statement", tried: "statement" });
    expect(told.message).toContain(`"persist": false`);
    const server = await serverWith(documented, { users: "nowhere" });
    expect(await askThenTry(server, { persist: false })).toEqual(yes);
  });

  it("where any password is taken: no", async () => {
    const server = await serverWith([...documented, "nopass"]);
    expect(await askThenTry(server)).toMatchObject({ code: "statement", tried: "statement" });
  });

  it("of a user that may not ask: it cannot be told, and the change is allowed all the same", async () => {
    const told = await askThenTry(await serverWith([...documented, "-acl|dryrun"]));
    expect(told).toMatchObject({ code: undefined, tried: undefined });
    expect(told.untold).toContain("grant it +acl|dryrun");
  });

  it("of a user that may not ask where users are written: it cannot be told, and the change is allowed", async () => {
    const told = await askThenTry(await serverWith([...documented, "-config|get"]));
    expect(told).toMatchObject({ code: undefined, tried: undefined });
    expect(told.untold).toContain("grant it +config|get");
  });

  it("at a replica where the user may do less: no", async () => {
    const primary = await serverWith(documented);
    const { username, password } = primary.superuser;
    const replica = await serverWith([...documented, "-acl|setuser"], {
      like: primary,
      settings: [
        `replicaof 127.0.0.1 ${primary.port}`,
        `masteruser ${username}`,
        `masterauth ${password}`,
        "replica-announce-ip localhost",
      ],
    });
    await expect
      .poll(async () => String(await primary.command("INFO", "replication")), { timeout: 20_000 })
      .toContain("state=online");
    const told = await askThenTry(primary);
    expect(told).toMatchObject({ code: "privilege", tried: "privilege" });
    expect(told.message).toContain(`:${replica.port} does not let "app" run ACL SETUSER.`);
  });
});
