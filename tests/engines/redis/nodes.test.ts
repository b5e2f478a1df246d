import getPort from "get-port";
import { afterEach, describe, expect, it } from "vitest";
import { makeCertificate } from "../../../local/certificates.ts";
import { type RedisOptions, type RunningRedis, startRedis } from "../../../local/redis/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { redis } from "../../../shared/rotation/engines/redis/engine.ts";
import { credentialOf, everything, overlap, patient, singleUser, takes } from "./servers.ts";

let servers: RunningRedis[] = [];

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
});

const acl = ["app on >one ~* &* +@all", "keeper on >secret ~* &* +@all"];

/** One more server, with the first one's certificates. */
async function startNode(options: RedisOptions = {}): Promise<RunningRedis> {
  const [first] = servers;
  const server = await startRedis({ acl, ...(first ? { like: first } : {}), ...options });
  servers.push(server);
  return server;
}

/** Replicates one server from another, as the user `keeper` unless said otherwise. */
async function replicate(replica: RunningRedis, primary: RunningRedis, user = "keeper", password = "secret") {
  await replica.command("CONFIG", "SET", "masteruser", user);
  await replica.command("CONFIG", "SET", "masterauth", password);
  await replica.command("REPLICAOF", "127.0.0.1", `${primary.port}`);
  await replica.command("CONFIG", "REWRITE");
  await linked(replica, primary);
}

async function linked(replica: RunningRedis, primary: RunningRedis) {
  await waitFor(
    async () => {
      const up = String(await replica.command("INFO", "replication")).includes("master_link_status:up");
      const info = String(await primary.command("INFO", "replication"));
      return (up && info.includes(`port=${replica.port},state=online`)) || undefined;
    },
    { what: "the replica's link", seconds: 10, everyMs: 50 },
  );
}

async function pair(options: RedisOptions = {}): Promise<{ primary: RunningRedis; replica: RunningRedis }> {
  const primary = await startNode(options);
  const replica = await startNode(options);
  await replicate(replica, primary);
  return { primary, replica };
}

const app = (server: RunningRedis, password: string) => credentialOf(server, { password });

const keeper = (server: RunningRedis) => credentialOf(server, { username: "keeper", password: "secret" });

/** Which of the passwords each server takes for `app`, of this very server and no other. */
async function taken(...passwords: string[]): Promise<string[]> {
  return Promise.all(
    servers.map(async (server) => {
      const answers = await Promise.all(passwords.map((password) => takes(server, { password })));
      return passwords.filter((_, index) => answers[index]).join();
    }),
  );
}

describe("With replicas", () => {
  it("every one is changed, also a replica's replica", async () => {
    const { primary, replica } = await pair();
    await replicate(await startNode(), replica);
    await overlap.add(app(primary, "one"), app(primary, "one"), app(primary, "two"), patient);
    expect(await taken("one", "two")).toEqual(["one,two", "one,two", "one,two"]);
    await overlap.remove(keeper(primary), app(primary, "two"), app(primary, "one"), patient);
    expect(await taken("one", "two")).toEqual(["two", "two", "two"]);
    await singleUser.set(app(primary, "two"), app(primary, "three"), patient);
    expect(await taken("one", "two", "three")).toEqual(["three", "three", "three"]);
  });

  it("the primary is changed where the secret names a replica", async () => {
    const { replica } = await pair();
    await overlap.add(app(replica, "one"), app(replica, "one"), app(replica, "two"), patient);
    expect(await taken("one", "two")).toEqual(["one,two", "one,two"]);
  });

  it("the change outlives a restart of each", async () => {
    const { primary } = await pair({ users: "aclfile" });
    await singleUser.set(app(primary, "one"), app(primary, "two"), patient);
    for (const server of servers) await server.restart();
    expect(await taken("one", "two")).toEqual(["two", "two"]);
  });

  it("a call that did only some of them is finished by the next", async () => {
    const { primary, replica } = await pair();
    await replica.command("ACL", "SETUSER", "app", "resetpass", ">two");
    await singleUser.set(app(primary, "one"), app(primary, "two"), patient);
    expect(await taken("one", "two")).toEqual(["two", "two"]);
  });

  it("a new replica that lacks the kept password gets it when the old one goes", async () => {
    const { primary, replica } = await pair();
    await primary.command("ACL", "SETUSER", "app", ">two");
    await overlap.remove(app(primary, "two"), app(primary, "two"), app(primary, "one"), patient);
    expect(await taken("one", "two")).toEqual(["two", "two"]);
    await replica.restart();
    expect(await takes(replica, { password: "two" })).toBe(true);
  });

  it.each<[string, string, (primary: RunningRedis, replica: RunningRedis) => Promise<unknown>]>([
    ["lacks the user", 'no user "app"', (_, replica) => replica.command("ACL", "DELUSER", "app")],
    [
      "takes neither password",
      "Users are not replicated",
      (_, replica) => replica.command("ACL", "SETUSER", "app", "resetpass", ">three"),
    ],
    [
      "cannot be reached where it says it is",
      "cannot be reached",
      async (primary, replica) => {
        await replica.command("CONFIG", "SET", "replica-announce-port", "1");
        await replica.command("REPLICAOF", "NO", "ONE");
        await replica.command("REPLICAOF", "127.0.0.1", `${primary.port}`);
        await waitFor(
          async () => String(await primary.command("INFO", "replication")).includes("port=1,") || undefined,
          { what: "the replica", seconds: 10 },
        );
      },
    ],
  ])("nothing is changed while one %s", async (_, message, spoil) => {
    const { primary, replica } = await pair();
    await spoil(primary, replica);
    const before = await Promise.all(servers.map(everything));
    const as = message.startsWith("no user") ? keeper(primary) : app(primary, "one");
    const rotation = overlap.add(as, app(primary, "one"), app(primary, "two"), patient);
    await expect(rotation).rejects.toMatchObject({ message: expect.stringContaining(message) });
    await expect(singleUser.set(as, app(primary, "two"), patient)).rejects.not.toMatchObject({
      name: "AuthenticationError",
    });
    expect(await Promise.all(servers.map(everything))).toEqual(before);
  });

  it("nothing is changed while one cannot keep it over a restart", async () => {
    const primary = await startNode();
    const replica = await startNode({ users: "nowhere" });
    await replica.command("CONFIG", "SET", "masteruser", "keeper");
    await replica.command("CONFIG", "SET", "masterauth", "secret");
    await replica.command("REPLICAOF", "127.0.0.1", `${primary.port}`);
    await linked(replica, primary);
    const rotation = overlap.add(app(primary, "one"), app(primary, "one"), app(primary, "two"), patient);
    await expect(rotation).rejects.toMatchObject({
      name: "NotPersistentError",
      message: expect.stringContaining(`127.0.0.1:${replica.port}`),
    });
    expect(await taken("one", "two")).toEqual(["one", "one"]);
  });
});

describe("Replicas that log in to their primary as the user", () => {
  it.each(["app", "default"])(
    "%s go on when its old password is gone, over restarts too",
    async (username) => {
      const options = { requirepass: "one", users: "aclfile" } as const;
      const primary = await startNode(options);
      const replica = await startNode(options);
      await replicate(replica, primary, username, "one");
      const of = (password: string) => credentialOf(primary, { username, password });

      await overlap.add(of("one"), of("one"), of("two"), patient);
      await overlap.remove(of("two"), of("two"), of("one"), patient);
      await replica.restart();
      await linked(replica, primary);

      await singleUser.set(of("two"), of("three"), patient);
      await primary.restart();
      await linked(replica, primary);
      expect(await replica.files()).toMatch(/(masterauth|primaryauth) "?three"?/);
    },
  );

  it("keep the password that stays when a rotation is taken back", async () => {
    const primary = await startNode();
    const replica = await startNode();
    await replicate(replica, primary, "app", "one");
    await overlap.add(app(primary, "one"), app(primary, "one"), app(primary, "two"), patient);
    await overlap.remove(app(primary, "one"), app(primary, "one"), app(primary, "two"), patient);
    await replica.restart();
    await linked(replica, primary);
    expect(await taken("one", "two")).toEqual(["one", "one"]);
  });

  it("as another user are left alone", async () => {
    const { primary, replica } = await pair();
    await singleUser.set(app(primary, "one"), app(primary, "secret"), patient);
    await singleUser.set(app(primary, "secret"), app(primary, "two"), patient);
    expect(JSON.stringify(await replica.command("CONFIG", "GET", "masterauth"))).toContain("secret");
  });
});

describe("In a cluster", () => {
  async function startCluster(size: number): Promise<RunningRedis> {
    const buses: number[] = [];
    for (let index = 0; index < size; index += 1) {
      const bus = await getPort();
      buses.push(bus);
      await startNode({
        settings: ["cluster-enabled yes", `cluster-port ${bus}`, "cluster-node-timeout 1000"],
      });
    }
    const [first, ...rest] = servers;
    if (!first) throw new Error("A cluster has a node.");
    for (const [index, server] of rest.entries()) {
      await first.command("CLUSTER", "MEET", "127.0.0.1", `${server.port}`, `${buses[index + 1]}`);
    }
    await waitFor(
      async () => {
        const views = await Promise.all(servers.map((server) => server.command("CLUSTER", "NODES")));
        return (
          views.every(
            (view) => String(view).trim().split("\n").length === size && !/handshake/.test(String(view)),
          ) || undefined
        );
      },
      { what: "a cluster", seconds: 30 },
    );
    return first;
  }

  it("every node is changed", async () => {
    const seed = await startCluster(4);
    await overlap.add(app(seed, "one"), app(seed, "one"), app(seed, "two"), patient);
    expect(await taken("one", "two")).toEqual(["one,two", "one,two", "one,two", "one,two"]);
    await overlap.remove(app(seed, "two"), app(seed, "two"), app(seed, "one"), patient);
    expect(await taken("one", "two")).toEqual(["two", "two", "two", "two"]);
  });

  it("nothing is changed while a node is down, until it is back", async () => {
    const seed = await startCluster(4);
    const down = servers[3];
    await down?.stop();
    servers = servers.slice(0, 3);
    await waitFor(async () => String(await seed.command("CLUSTER", "NODES")).includes("fail") || undefined, {
      what: "the cluster to miss a node",
      seconds: 30,
    });
    const rotation = overlap.add(app(seed, "one"), app(seed, "one"), app(seed, "two"), patient);
    await expect(rotation).rejects.toMatchObject({ name: "HostUnreachableError", code: "connect" });
    expect(await taken("one", "two")).toEqual(["one", "one", "one"]);
  });
});

describe("Where a Sentinel watches", () => {
  async function watched(username: string) {
    const { primary } = await pair();
    await startNode({
      sentinel: true,
      settings: [
        `sentinel monitor cache 127.0.0.1 ${primary.port} 1`,
        `sentinel auth-user cache ${username}`,
        `sentinel auth-pass cache ${username === "app" ? "one" : "secret"}`,
      ],
    });
    await waitFor(
      async () => /name=sentinel-\S+-cmd/.test(String(await primary.command("CLIENT", "LIST"))) || undefined,
      { what: "the Sentinel", seconds: 10 },
    );
    servers = [...servers];
    return primary;
  }

  it("as the user, nothing is changed", async () => {
    const primary = await watched("app");
    const rotation = overlap.add(app(primary, "one"), app(primary, "one"), app(primary, "two"), patient);
    await expect(rotation).rejects.toMatchObject({
      name: "EngineError",
      message: expect.stringContaining("Sentinel"),
    });
    expect(await takes(primary, { password: "two" })).toBe(false);
  });

  it("as another user, the user is rotated", async () => {
    const primary = await watched("keeper");
    await overlap.add(app(primary, "one"), app(primary, "one"), app(primary, "two"), patient);
    expect(await takes(primary, { password: "two" })).toBe(true);
  });
});

describe("The certificate of a node that another one announced", () => {
  it("may be for the secret's host, whatever address is announced", async () => {
    const { primary } = await pair();
    await expect(redis.logIn(app(primary, "one"), patient)).resolves.toBeUndefined();
    await overlap.add(app(primary, "one"), app(primary, "one"), app(primary, "two"), patient);
    expect(await taken("two")).toEqual(["two", "two"]);
  });

  it("must verify: whoever poses as a replica gets no password", async () => {
    const primary = await startNode();
    const impostor = await startNode({
      acl: ["app on >other +@all", "keeper on >other +@all"],
      like: { certificate: await makeCertificate("localhost"), client: primary.client },
      settings: [`tls-ca-cert-file ${primary.folder}/trusted.crt`],
    });
    await replicate(impostor, primary);
    const rotation = overlap.add(keeper(primary), app(primary, "one"), app(primary, "two"), patient);
    await expect(rotation).rejects.toMatchObject({ name: "TlsVerificationError" });
    // Logins that it refuses would be here.
    expect(await impostor.command("ACL", "LOG")).toEqual([]);
    await expect(redis.logIn(keeper(impostor), patient)).rejects.toMatchObject({
      name: "AuthenticationError",
    });
    expect(await impostor.command("ACL", "LOG")).toHaveLength(1);
    expect(await takes(primary, { password: "two" })).toBe(false);
  });
});
