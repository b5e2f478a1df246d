import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningRedis, startRedis } from "../../../local/redis/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { redis } from "../../../shared/rotation/engines/redis/engine.ts";
import type { SecretFields } from "../../../shared/rotation/index.ts";
import { credentialOf, patient } from "./servers.ts";

const password = `it's "quoted", %40 and ünïcode \\`;
const app = { username: "app", password };

let encrypted: RunningRedis;
let clear: RunningRedis;

beforeAll(async () => {
  encrypted = await startRedis();
  clear = await startRedis({ tls: false });
  for (const server of [encrypted, clear]) {
    await server.command("ACL", "SETUSER", "app", "on", `>${password}`, "~app:*", "+get", "+set");
    await server.command("ACL", "SETUSER", "gone", "off", ">secret", "+@all");
  }
});

afterAll(async () => {
  await encrypted?.stop();
  await clear?.stop();
});

const logIn = (server: RunningRedis, fields: SecretFields, timeoutMs = patient) =>
  redis.logIn(credentialOf(server, { ...app, ...fields }), timeoutMs);

describe("A login that works", () => {
  it("is encrypted where the secret says nothing of it", async () => {
    await expect(logIn(encrypted, {})).resolves.toBeUndefined();
  });

  it("is in clear where the secret says so", async () => {
    await expect(logIn(clear, { ssl: false })).resolves.toBeUndefined();
  });

  it("is that of a user who may do next to nothing: not even PING", async () => {
    await encrypted.command("ACL", "SETUSER", "reader", "on", ">secret", "~app:*", "+get");
    await expect(logIn(encrypted, { username: "reader", password: "secret" })).resolves.toBeUndefined();
  });

  it("may have any time, also in fractions", async () => {
    await expect(logIn(encrypted, {}, 14_999.5)).resolves.toBeUndefined();
  });

  it("leaves no connection behind", async () => {
    await logIn(encrypted, {});
    await waitFor(
      async () => !String(await encrypted.command("CLIENT", "LIST")).includes("user=app") || undefined,
      { what: "the end of the connection", seconds: 20 },
    );
  });
});

describe("A login that the server refuses is an AuthenticationError", () => {
  it.each([
    ["the password is another", { password: "another" }],
    ["the user does not exist", { username: "nobody" }],
    ["the user is off", { username: "gone", password: "secret" }],
  ])("where %s", async (_, fields) => {
    await expect(logIn(encrypted, fields)).rejects.toMatchObject({
      name: "AuthenticationError",
      code: "authentication",
    });
  });

  it("whose message and cause hold no password", async () => {
    const error = await logIn(encrypted, { password: "planted-canary" }).catch((thrown: Error) => thrown);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("planted-canary");
  });
});

describe("A server that cannot be reached is a HostUnreachableError", () => {
  it("where nothing listens", async () => {
    await expect(logIn(encrypted, { port: 1 })).rejects.toMatchObject({
      name: "HostUnreachableError",
      code: "connect",
    });
  });

  it("where the name does not resolve", async () => {
    await expect(logIn(encrypted, { host: "no-such-host.invalid" })).rejects.toMatchObject({
      name: "HostUnreachableError",
      code: "dns",
    });
  });

  it("where it takes the connection and never answers in clear text", async () => {
    await using silent = await serverThat(() => {});
    await expect(logIn(clear, { ssl: false, port: silent.port }, 300)).rejects.toMatchObject({
      name: "HostUnreachableError",
      code: "connect",
    });
  });

  it("where it takes the login and answers nothing more", async () => {
    await using mute = await serverThat((socket) => socket.once("data", () => socket.write("%0\r\n")));
    await expect(logIn(clear, { ssl: false, port: mute.port }, 300)).rejects.toMatchObject({
      name: "HostUnreachableError",
      code: "connect",
    });
  });

  it("where it talks without end and says nothing", async () => {
    await using chatty = await serverThat((socket) => {
      const timer = setInterval(() => socket.write("|1\r\n+ttl\r\n:1\r\n"), 10);
      socket.on("close", () => clearInterval(timer));
    });
    await expect(logIn(clear, { ssl: false, port: chatty.port }, 300)).rejects.toMatchObject({
      name: "HostUnreachableError",
      code: "connect",
    });
  });

  it("where it is something else than Redis", async () => {
    await using web = await serverThat((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await expect(logIn(clear, { ssl: false, port: web.port })).rejects.toMatchObject({ code: "connect" });
  });

  it("with the code quota where it has as many clients as it takes", async () => {
    await clear.command("CONFIG", "SET", "maxclients", "1");
    const only = createConnection({ host: "localhost", port: clear.port });
    try {
      await once(only, "connect");
      await expect(logIn(clear, { ssl: false })).rejects.toMatchObject({
        name: "HostUnreachableError",
        code: "quota",
      });
    } finally {
      only.destroy();
      await once(only, "close");
    }
    await clear.command("CONFIG", "SET", "maxclients", "1000");
  });

  it("where it drops encrypted connections for that reason, which it cannot say", async () => {
    await encrypted.command("CONFIG", "SET", "maxclients", "1");
    const only = createConnection({ host: "localhost", port: encrypted.port });
    try {
      await once(only, "connect");
      await expect(logIn(encrypted, {})).rejects.toMatchObject({
        name: "HostUnreachableError",
        message: expect.stringContaining("maxclients"),
      });
    } finally {
      only.destroy();
      await once(only, "close");
    }
    await encrypted.command("CONFIG", "SET", "maxclients", "1000");
  });
});

describe("A connection that is not safe is a TlsVerificationError, and no password is sent", () => {
  it("where the authority is unknown", async () => {
    await expect(logIn(encrypted, { sslrootcert: undefined })).rejects.toMatchObject({
      name: "TlsVerificationError",
      message: expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN/),
    });
  });

  it("where the certificate is for another name", async () => {
    const elsewhere = await startRedis({ certificateFor: "redis.example.com" });
    try {
      await expect(logIn(elsewhere, {})).rejects.toMatchObject({
        name: "TlsVerificationError",
        message: expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID"),
      });
    } finally {
      await elsewhere.stop();
    }
  });

  it("where the server offers none", async () => {
    await expect(logIn(clear, {}, 2_000)).rejects.toMatchObject({
      name: "TlsVerificationError",
      code: "tls",
    });
  });

  it("where the server takes the connection and says nothing", async () => {
    await using silent = await serverThat(() => {});
    await expect(logIn(encrypted, { port: silent.port }, 300)).rejects.toMatchObject({
      name: "TlsVerificationError",
      message: expect.stringContaining("did not answer in TLS"),
    });
  });

  it("and never falls back to clear text", async () => {
    const received: Buffer[] = [];
    await using listener = await serverThat((socket) => {
      socket.on("data", (bytes) => {
        received.push(bytes);
        socket.write("-ERR no TLS here\r\n");
      });
    });
    await expect(logIn(encrypted, { port: listener.port })).rejects.toMatchObject({ code: "tls" });
    // A TLS handshake begins with the byte 22.
    expect(received.map((bytes) => bytes[0])).toEqual([22]);
  });
});

it("A server that takes nothing but TLS refuses clear text", async () => {
  await expect(logIn(encrypted, { ssl: false })).rejects.toMatchObject({
    name: "HostUnreachableError",
    message: expect.stringContaining("nothing but TLS"),
  });
});

describe("A server that asks for a client's certificate", () => {
  let strict: RunningRedis;

  beforeAll(async () => {
    strict = await startRedis({ clientCertificates: true, acl: ["app on >secret +@all"] });
  });

  afterAll(() => strict?.stop());

  it("gets the one of the secret", async () => {
    const { certPem, keyPem } = strict.client;
    const fields = { password: "secret", sslcert: certPem, sslkey: keyPem };
    await expect(logIn(strict, fields)).resolves.toBeUndefined();
  });

  it("is told apart from one with a wrong certificate", async () => {
    await expect(logIn(strict, { password: "secret" })).rejects.toMatchObject({
      name: "TlsVerificationError",
      message: expect.stringContaining("sslcert"),
    });
  });
});

/** A server that does as told with each connection. */
async function serverThat(serve: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    serve(socket);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
