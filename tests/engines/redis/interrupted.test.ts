import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningRedis, startRedis } from "../../../local/redis/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { digestOf } from "../../../shared/rotation/engines/redis/acl-user.ts";
import { redis } from "../../../shared/rotation/engines/redis/engine.ts";
import { type CuttingProxy, cutsOf, startCuttingProxy } from "./cutting-proxy.ts";
import { credentialOf, everything, overlap, patient, resetApp, singleUser, takes } from "./servers.ts";

/* In clear text, so that a proxy sees where a command ends. */

let server: RunningRedis;
let proxy: CuttingProxy;

const clear = { ssl: false };
const app = (password: string) => credentialOf(server, { ...clear, password });
/** The same server, by way of the proxy. */
const cuttable = (password: string) => ({ ...app(password), port: proxy.port });

beforeAll(async () => {
  server = await startRedis({ tls: false, acl: ["app on >one ~* +@all"] });
  proxy = await startCuttingProxy(server.port);
});

afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
});

const taken = async (...passwords: string[]) => {
  const answers = await Promise.all(passwords.map((password) => takes(server, { ...clear, password })));
  return passwords.filter((_, index) => answers[index]);
};

/** Runs something once for each place where its connection can be cut, each time from the same beginning. */
async function forEachCut(
  before: readonly string[],
  method: () => Promise<void>,
  check: () => Promise<void>,
): Promise<number> {
  await resetApp(server, ...before);
  await method();
  const cuts = cutsOf(proxy.commands());
  for (const cut of cuts) {
    await resetApp(server, ...before);
    proxy.cutAt(cut);
    await expect(method(), JSON.stringify(cut)).rejects.toMatchObject({
      name: "HostUnreachableError",
      code: "connect",
    });
    proxy.cutAt(undefined);
    await check();
    // What the files say, they say after a restart.
    const inMemory = await everything(server);
    await server.command("CONFIG", "REWRITE");
    expect(await everything(server), JSON.stringify(cut)).toBe(inMemory);
  }
  return cuts.length;
}

describe("A connection that is cut before or after any command", () => {
  it("leaves the current password in force while another is added, and the next call ends as the first would", async () => {
    const count = await forEachCut(
      ["one"],
      () => overlap.add(cuttable("one"), cuttable("one"), cuttable("two"), patient),
      async () => {
        expect(await taken("one")).toEqual(["one"]);
        await overlap.add(app("one"), app("one"), app("two"), patient);
        expect(await taken("one", "two", "three")).toEqual(["one", "two"]);
      },
    );
    expect(count).toBeGreaterThan(10);
  });

  it("leaves the kept password in force while another is removed, and the next call ends as the first would", async () => {
    const count = await forEachCut(
      ["one", "two"],
      () => overlap.remove(cuttable("two"), cuttable("two"), cuttable("one"), patient),
      async () => {
        expect(await taken("two")).toEqual(["two"]);
        await overlap.remove(app("two"), app("two"), app("one"), patient);
        expect(await taken("one", "two")).toEqual(["two"]);
      },
    );
    expect(count).toBeGreaterThan(10);
  });

  it("leaves one of both in force while a password is replaced, and what the strategy does then ends as it would", async () => {
    const count = await forEachCut(
      ["one", "theirs"],
      () => singleUser.set(cuttable("one"), cuttable("two"), patient),
      async () => {
        const [working = "none"] = await taken("one", "two");
        if (working === "one") await singleUser.set(app("one"), app("two"), patient);
        else {
          // The strategy takes a next password that logs in for set: a restart must not lose it.
          expect(working).toBe("two");
          expect(await server.files()).toContain(digestOf("two"));
        }
        await singleUser.settle(app("two"), app("two"), patient);
        expect(await taken("one", "two", "theirs")).toEqual(["two"]);
      },
    );
    expect(count).toBeGreaterThan(10);
  });
});

describe("With a replica", () => {
  let replica: RunningRedis;
  let toReplica: CuttingProxy;
  let primary: RunningRedis;

  const reset = async () => {
    for (const node of [primary, replica]) await resetApp(node, "one");
  };
  const of = (password: string) => credentialOf(primary, { ...clear, password });

  beforeAll(async () => {
    const acl = ["app on >one ~* +@all", "replication on >sync +psync +replconf +ping"];
    primary = await startRedis({ tls: false, acl });
    // It announces the proxy's port as its own.
    replica = await startRedis({ tls: false, acl });
    toReplica = await startCuttingProxy(replica.port);
    for (const [name, value] of [
      ["masteruser", "replication"],
      ["masterauth", "sync"],
      ["replica-announce-ip", "127.0.0.1"],
      ["replica-announce-port", `${toReplica.port}`],
    ] as const) {
      await replica.command("CONFIG", "SET", name, value);
    }
    await replica.command("REPLICAOF", primary.host, `${primary.port}`);
    await waitFor(
      async () =>
        String(await primary.command("INFO", "replication")).includes(
          `port=${toReplica.port},state=online`,
        ) || undefined,
      { what: "the replica", seconds: 20 },
    );
  });

  beforeEach(reset);
  afterEach(() => toReplica.cutAt(undefined));

  afterAll(async () => {
    await toReplica?.stop();
    await replica?.stop();
    await primary?.stop();
  });

  it("a connection to it that is cut anywhere leaves the primary's password in force, and the next call replaces both", async () => {
    await singleUser.set(of("one"), of("two"), patient);
    const cuts = cutsOf(toReplica.commands());
    expect(cuts.length).toBeGreaterThan(10);
    for (const cut of cuts) {
      await reset();
      toReplica.cutAt(cut);
      await expect(singleUser.set(of("one"), of("two"), patient)).rejects.toMatchObject({ code: "connect" });
      toReplica.cutAt(undefined);
      // The secret's own host comes last: so the strategy sees that there is work to do.
      await expect(redis.logIn(of("one"), patient)).resolves.toBeUndefined();
      await singleUser.set(of("one"), of("two"), patient);
      for (const node of [primary, replica]) {
        expect(await takes(node, { ...clear, password: "one" })).toBe(false);
        expect(await takes(node, { ...clear, password: "two" })).toBe(true);
      }
    }
  });
});
