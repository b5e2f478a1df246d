import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  AuthenticationError,
  HostUnreachableError,
  TlsVerificationError,
} from "../../../shared/rotation/errors.ts";
import { describeBoth, describeMariadb } from "./servers.ts";
import { connect, failureOf, freshName, timeoutMs, type World, worldOf } from "./world.ts";

describeBoth((kind) => {
  let world: World;

  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
  });
  afterAll(() => world?.stop());

  /** The superuser's secret, with TLS and the server's authority, changed by some fields. */
  function secret(changed: Record<string, unknown> = {}) {
    const { server } = world;
    return kind.engine.parse({
      engine: kind.name,
      host: server.host,
      port: server.port,
      sslrootcert: server.caPem,
      ...server.superuser,
      ...changed,
    });
  }

  /** How a login fails; no failure may tell the password. */
  async function refusal(credential: ReturnType<typeof secret>, budgetMs = timeoutMs): Promise<unknown> {
    const error = await failureOf(kind.engine.logIn(credential, budgetMs));
    expect(inspect(error, { depth: 10 })).not.toContain(credential.password);
    return error;
  }

  test("a login with a certificate of an authority that the secret names succeeds", async () => {
    await kind.engine.logIn(secret(), timeoutMs);
  });

  test("a login in clear succeeds where the secret says so", async () => {
    await kind.engine.logIn(secret({ ssl: false }), timeoutMs);
  });

  test("a login into a database succeeds", async () => {
    await kind.engine.logIn(secret({ dbname: "mysql" }), timeoutMs);
  });

  test.each([{ password: "not the password" }, { username: "nobody" }])(
    "a login with %o is refused",
    async (changed) => {
      const error = await refusal(secret(changed));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({ code: "authentication" });
    },
  );

  test("a certificate of an unknown authority is not taken", async () => {
    expect(await refusal(secret({ sslrootcert: undefined }))).toBeInstanceOf(TlsVerificationError);
  });

  test("a certificate for a name is not taken for an address", async () => {
    expect(await refusal(secret({ host: "127.0.0.1" }))).toBeInstanceOf(TlsVerificationError);
  });

  test("a port where nothing listens is unreachable", async () => {
    const error = await refusal(secret({ port: await closedPort() }));
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(error).toMatchObject({ code: "connect" });
  });

  test("a host name that does not resolve is unreachable, and the message says why", async () => {
    const error = await refusal(secret({ host: "database.invalid" }));
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(error).toMatchObject({ code: "dns" });
  });

  test("a server that accepts connections and says nothing is given up within the time", async () => {
    const silent = createServer(() => {}).listen(0, "localhost");
    await once(silent, "listening");
    try {
      const { port } = silent.address() as AddressInfo;
      expect(await refusal(secret({ port }), 300)).toMatchObject({
        name: "HostUnreachableError",
        code: "connect",
      });
    } finally {
      silent.close();
    }
  });

  test("a database that does not exist is named as the secret's field", async () => {
    const error = await refusal(secret({ dbname: "absent" }));
    expect(error).toMatchObject({ code: "statement", message: expect.stringContaining(`"dbname"`) });
  });

  test("a database that the user may not use is a matter of privileges", async () => {
    const { username, password } = await world.user();
    expect(await refusal(secret({ username, password, dbname: "mysql" }))).toMatchObject({
      name: "EngineError",
      code: "privilege",
    });
  });

  test("a locked account is told from a wrong password", async () => {
    const { username, password } = await world.user({ clauses: "ACCOUNT LOCK" });
    const error = await refusal(secret({ username, password }));
    expect(error).not.toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ code: "locked", message: expect.stringContaining("ACCOUNT UNLOCK") });
  });

  test("an expired password is told from a wrong one", async () => {
    const { username, password } = await world.user({ clauses: "PASSWORD EXPIRE" });
    const error = await refusal(secret({ username, password }));
    expect(error).not.toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ code: "locked", message: expect.stringContaining("expired") });
  });

  test("an account without a free connection is a matter of quota", async () => {
    const user = await world.user({ clauses: "WITH MAX_USER_CONNECTIONS 1" });
    const { username, password } = user;
    const only = await connect(user);
    try {
      const error = await refusal(secret({ username, password }));
      expect(error).toBeInstanceOf(HostUnreachableError);
      expect(error).toMatchObject({ code: "quota" });
    } finally {
      await only.end();
    }
  });

  test("an account that may come from elsewhere only is refused", async () => {
    const { username, password } = await world.user({ from: "192.0.2.1" });
    expect(await refusal(secret({ username, password }))).toBeInstanceOf(AuthenticationError);
  });
});

describeMariadb((kind) => {
  test("an account with a kind of login that the driver lacks is told from a wrong password", async () => {
    const server = await kind.start({ settings: { plugin_load_add: "auth_ed25519" } });
    const world = await worldOf(kind, server);
    try {
      const username = freshName("app");
      await world.run(`CREATE USER ${username} IDENTIFIED VIA ed25519 USING PASSWORD('secret')`);
      const error = await failureOf(kind.engine.logIn(world.credential(username, "secret"), timeoutMs));
      expect(error).not.toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({ name: "EngineError", code: "authentication" });
    } finally {
      await world.stop();
    }
  });
});

describeBoth((kind) => {
  test("a server that takes only TLS says that the secret must not switch it off", async () => {
    const server = await kind.start();
    const { host, port, caPem, superuser } = server;
    const secret = { engine: kind.name, host, port, sslrootcert: caPem, ...superuser };
    const withoutTls = kind.engine.parse({ ...secret, ssl: false });
    try {
      const session = await connect(withoutTls);
      await session.query("SET GLOBAL require_secure_transport = ON");
      await session.end();
      const error = await failureOf(kind.engine.logIn(withoutTls, timeoutMs));
      // MariaDB answers as to a wrong password.
      expect(error).toMatchObject(
        kind.name === "mysql"
          ? { name: "TlsVerificationError", message: expect.stringContaining(`"ssl": false`) }
          : { name: "AuthenticationError", message: expect.stringContaining("a connection like this one") },
      );
      await kind.engine.logIn(kind.engine.parse(secret), timeoutMs);
    } finally {
      await server.stop();
    }
  });
});

describe.each([
  { what: "whose certificate is for another name", options: { certificateFor: "database.example" } },
  { what: "without TLS", options: { tls: false } },
])("a server $what", ({ options }) => {
  describeBoth((kind) => {
    test("gets no login, and clear text is no way out", async () => {
      const server = await kind.start(options);
      try {
        const credential = kind.engine.parse({
          engine: kind.name,
          host: server.host,
          port: server.port,
          sslrootcert: server.caPem,
          ...server.superuser,
        });
        const error = await failureOf(kind.engine.logIn(credential, timeoutMs));
        expect(error).toBeInstanceOf(TlsVerificationError);
        expect(await server.statementLog()).not.toMatch(/Connect\t/);
      } finally {
        await server.stop();
      }
    });
  });
});

/** A port of this machine where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
