import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningOpenLdap, startOpenLdap } from "../../../local/openldap/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import type { SecretFields } from "../../../shared/rotation/engine.ts";
import { connected } from "../../../shared/rotation/engines/ldap/connection.ts";
import type { DirectoryCredential } from "../../../shared/rotation/engines/ldap/credential.ts";
import { ldap } from "../../../shared/rotation/engines/ldap/engine.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../../shared/rotation/errors.ts";
import { unlessRefused } from "../../../shared/rotation/refusal.ts";
import { type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";
import { type Directory, fillDirectory } from "./directory.ts";

const timeoutMs = 10_000;
const first = "First-canary-1";
const second = "Second-canary-2";
/** What alone may come in clear, behind the message's number. */
const startTls = "1.3.6.1.4.1.1466.20037";
const policy = {
  pwdMinLength: "8",
  pwdCheckQuality: "2",
  pwdInHistory: "2",
  pwdLockout: "TRUE",
  pwdMaxFailure: "2",
};

let server: RunningOpenLdap;
let directory: Directory;

beforeAll(async () => {
  server = await startOpenLdap();
  directory = await fillDirectory(server, policy);
});

afterAll(async () => {
  await directory?.close();
  await server?.stop();
});

/** A new user of the directory with the first password, and its credentials. */
async function user(): Promise<(password: string, more?: SecretFields) => DirectoryCredential> {
  const name = await directory.addUser(first);
  return (password, more) => ldap.parse(directory.fields(name, password, more));
}

function administrator(of: RunningOpenLdap = server): DirectoryCredential {
  const { username, password } = of.root;
  const { host, port, caPem } = of;
  return ldap.parse({ engine: "ldap", host, port, username, password, sslrootcert: caPem });
}

async function set(as: DirectoryCredential, next: DirectoryCredential): Promise<void> {
  await ldap.singleUser?.set(as, next, timeoutMs);
}

/** The error of a login. */
async function refusal(fields: SecretFields | DirectoryCredential, ms = timeoutMs): Promise<unknown> {
  const credential = "system" in fields ? (fields as DirectoryCredential) : ldap.parse(fields);
  return ldap.logIn(credential, ms).then(
    () => undefined,
    (error: unknown) => error,
  );
}

function code(error: unknown): unknown {
  return error instanceof EngineError ? error.code : error;
}

describe("a login", () => {
  test("with the right password passes over LDAPS, and over StartTLS", async () => {
    const credential = await user();
    await expect(ldap.logIn(credential(first), timeoutMs)).resolves.toBeUndefined();
    const starttls = credential(first, { starttls: true, port: server.plainPort });
    await expect(ldap.logIn(starttls, timeoutMs)).resolves.toBeUndefined();
  });

  test("with a wrong password, or of nobody, is refused", async () => {
    const credential = await user();
    expect(await refusal(credential(second))).toBeInstanceOf(AuthenticationError);
    const nobody = directory.fields(`uid=nobody,${server.suffix}`, first);
    expect(await refusal(nobody)).toBeInstanceOf(AuthenticationError);
  });

  test("of a user without a password is refused", async () => {
    const name = await directory.addUser(first);
    await directory.replace(name, { userPassword: undefined });
    expect(await refusal(directory.fields(name, first))).toBeInstanceOf(AuthenticationError);
  });

  test("of a locked user says so, whatever the password", async () => {
    const credential = await user();
    for (const _ of [1, 2]) await refusal(credential(second));
    expect(code(await refusal(credential(first)))).toBe("locked");
    expect(await refusal(credential(first))).not.toBeInstanceOf(AuthenticationError);
  });

  test("with an expired password says so, and only to who knows the password", async () => {
    await directory.replace(server.defaultPolicy, { pwdMaxAge: "1" });
    try {
      const credential = await user();
      await waitFor(async () => code(await refusal(credential(first))), {
        what: "the password to expire",
        seconds: 20,
      });
      const error = await refusal(credential(first));
      expect(code(error)).toBe("locked");
      expect(String(error)).toContain("has expired");
      expect(await refusal(credential(second))).toBeInstanceOf(AuthenticationError);
    } finally {
      await directory.replace(server.defaultPolicy, { pwdMaxAge: undefined });
    }
  });

  test("of a user who must change the password first says so, but can change it", async () => {
    await directory.replace(server.defaultPolicy, { pwdMustChange: "TRUE" });
    try {
      const credential = await user();
      await set(administrator(), credential(first));
      const error = await refusal(credential(first));
      expect(code(error)).toBe("locked");
      expect(String(error)).toContain("pwdMustChange");
      await set(credential(first), credential(second));
      await expect(ldap.logIn(credential(second), timeoutMs)).resolves.toBeUndefined();
    } finally {
      await directory.replace(server.defaultPolicy, { pwdMustChange: undefined });
    }
  });

  test("passes where the server hides what it can do", async () => {
    const hidden = await startOpenLdap({ configuration: [`access to dn.base="" by * none`] });
    const there = await fillDirectory(hidden);
    try {
      const credential = ldap.parse(there.fields(await there.addUser(first), first));
      await expect(ldap.logIn(credential, timeoutMs)).resolves.toBeUndefined();
    } finally {
      await there.close();
      await hidden.stop();
    }
  });
});

describe("a server", () => {
  const name = "uid=app,dc=rekey,dc=test";

  test("whose name does not resolve is told as such", async () => {
    const error = await refusal(directory.fields(name, first, { host: "no-such-host.invalid" }));
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(code(error)).toBe("dns");
  });

  test("that does not listen is told as such", async () => {
    const error = await refusal(directory.fields(name, first, { port: await getPort() }));
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(code(error)).toBe("connect");
  });

  test.each([{}, { starttls: true }, { ssl: false }])(
    "that never answers is given up in time with %j",
    async (more) => {
      const sockets: Socket[] = [];
      const silent = createServer((socket) => sockets.push(socket.on("error", () => {})));
      silent.listen(0, "localhost");
      await once(silent, "listening");
      const address = silent.address();
      const port = typeof address === "object" && address ? address.port : 0;
      try {
        const error = await refusal(directory.fields(name, first, { port, ...more }), 300);
        expect(error).toBeInstanceOf(HostUnreachableError);
        expect(String(error)).toContain("did not answer in time");
      } finally {
        for (const socket of sockets) socket.destroy();
        silent.close();
      }
    },
  );

  test.each([{}, { starttls: true }])(
    "with a certificate of an unknown authority is not trusted with %j",
    async (more) => {
      const port = "starttls" in more ? server.plainPort : server.port;
      const error = await refusal(directory.fields(name, first, { sslrootcert: undefined, port, ...more }));
      expect(error).toBeInstanceOf(TlsVerificationError);
    },
  );

  test("with a certificate for another name is not trusted, and its user cannot log in", async () => {
    const other = await startOpenLdap({ certificateFor: "ldap.example.com" });
    const there = await fillDirectory(other);
    try {
      const username = await there.addUser(first);
      const plain = { ssl: false, port: other.plainPort };
      expect(await refusal(there.fields(username, first, plain))).toBeUndefined();
      for (const more of [{}, { starttls: true, port: other.plainPort }]) {
        const error = await refusal(there.fields(username, first, more));
        expect(error).toBeInstanceOf(TlsVerificationError);
        expect(String(error)).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
      }
      expect(other.log().match(/BIND dn="uid=app/g)).toHaveLength(2);
    } finally {
      await there.close();
      await other.stop();
    }
  });

  test("without TLS gets no password, on either port", async () => {
    const bare = await startOpenLdap({ tls: false });
    const there = await fillDirectory(bare);
    try {
      const username = await there.addUser(first);
      for (const more of [{ port: bare.plainPort }, { port: bare.plainPort, starttls: true }]) {
        const error = await refusal(there.fields(username, first, more));
        expect(error).toBeInstanceOf(TlsVerificationError);
        expect(String(error)).toContain("offers no TLS");
      }
      expect(bare.log()).not.toContain('BIND dn="uid=app');
    } finally {
      await there.close();
      await bare.stop();
    }
  });

  test("that takes logins over TLS only says so to one in clear", async () => {
    const strict = await startOpenLdap({ configuration: ["security simple_bind=128"] });
    try {
      const { username, password } = strict.root;
      const plain = { ssl: false, port: strict.plainPort };
      const error = await refusal(directory.fields(username, password, plain));
      expect(error).toBeInstanceOf(TlsVerificationError);
      expect(String(error)).toContain('"ssl": false');
    } finally {
      await strict.stop();
    }
  });
});

describe("setting the password", () => {
  test("as the user itself makes the new one the only one", async () => {
    const credential = await user();
    await set(credential(first), credential(second));
    await expect(ldap.logIn(credential(second), timeoutMs)).resolves.toBeUndefined();
    expect(await refusal(credential(first))).toBeInstanceOf(AuthenticationError);
  });

  test("as an administrator needs no old one, and may be repeated", async () => {
    const credential = await user();
    await set(administrator(), credential(second));
    await set(administrator(), credential(second));
    await expect(ldap.logIn(credential(second), timeoutMs)).resolves.toBeUndefined();
  });

  test("is stored hashed by the server", async () => {
    const credential = await user();
    await set(credential(first), credential(second));
    const stored = await directory.read(credential(second).username, "userPassword");
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatch(/^\{SSHA\}/);
  });

  test("that was set already as the user itself is a refused login", async () => {
    const credential = await user();
    await set(credential(first), credential(second));
    await expect(set(credential(first), credential(second))).rejects.toThrow(AuthenticationError);
    await expect(ldap.logIn(credential(second), timeoutMs)).resolves.toBeUndefined();
  });

  test.each([
    ["too short", "short", "it is too short"],
    ["the one before", first, "it was used before"],
  ])("to one that is %s is refused with the policy's reason", async (_, password, reason) => {
    const credential = await user();
    await set(credential(first), credential(second));
    const attempt = set(credential(second), credential(password));
    await expect(attempt).rejects.toThrow(PasswordRejectedError);
    await expect(attempt).rejects.toThrow(reason);
    await expect(ldap.logIn(credential(second), timeoutMs)).resolves.toBeUndefined();
  });

  test("too soon after the last change is refused with the policy's reason", async () => {
    await directory.replace(server.defaultPolicy, { pwdMinAge: "3600" });
    try {
      const credential = await user();
      const attempt = set(credential(first), credential(second));
      await expect(attempt).rejects.toThrow(PasswordRejectedError);
      await expect(attempt).rejects.toThrow("the last change is too recent");
    } finally {
      await directory.replace(server.defaultPolicy, { pwdMinAge: undefined });
    }
  });

  test("is refused to a user that may not, by access rules or by policy", async () => {
    const credential = await user();
    await directory.replace(server.defaultPolicy, { pwdAllowUserChange: "FALSE" });
    try {
      const attempt = set(credential(first), credential(second));
      await expect(attempt).rejects.toMatchObject({ code: "privilege" });
    } finally {
      await directory.replace(server.defaultPolicy, { pwdAllowUserChange: undefined });
    }
    const other = await user();
    await expect(set(credential(first), other(second))).rejects.toMatchObject({ code: "privilege" });
    await expect(ldap.logIn(other(first), timeoutMs)).resolves.toBeUndefined();
  });

  test("of a user that the directory does not have fails and names it", async () => {
    const nobody = ldap.parse(directory.fields(`uid=nobody,${server.suffix}`, second));
    await expect(set(administrator(), nobody)).rejects.toMatchObject({
      code: "statement",
      message: expect.stringContaining("uid=nobody"),
    });
  });
});

describe("an administrator whom the policies bind", () => {
  let bound: RunningOpenLdap;
  let there: Directory;

  beforeAll(async () => {
    bound = await startOpenLdap({
      database: [
        `access to attrs=userPassword by dn.base="uid=app1,dc=rekey,dc=test" write by self write by anonymous auth by * none`,
        "access to * by * read",
      ],
    });
    there = await fillDirectory(bound, { pwdInHistory: "2" });
  });

  afterAll(async () => {
    await there?.close();
    await bound?.stop();
  });

  test("may repeat itself, although the history then refuses the password", async () => {
    const as = ldap.parse(there.fields(await there.addUser(first), first));
    const name = await there.addUser(first);
    const credential = (password: string) => ldap.parse(there.fields(name, password));
    await set(as, credential(second));
    await set(as, credential(second));
    await expect(ldap.logIn(credential(second), timeoutMs)).resolves.toBeUndefined();
    await expect(set(as, credential(first))).rejects.toThrow(PasswordRejectedError);
    await expect(ldap.logIn(credential(second), timeoutMs)).resolves.toBeUndefined();
  });
});

test("a server that does not offer Password Modify gets userPassword modified", async () => {
  const proxy = await startCuttingProxy("ldaps", server.certificate, { port: server.plainPort, tls: false });
  try {
    proxy.hidePasswordModify(true);
    const name = await directory.addUser(first);
    const through = (password: string, username = name) =>
      ldap.parse(directory.fields(username, password, { port: proxy.port }));
    await set(through(first), through(second));
    await expect(ldap.logIn(through(second), timeoutMs)).resolves.toBeUndefined();
    expect(await refusal(through(first))).toBeInstanceOf(AuthenticationError);
    const third = "Third-canary-3";
    await set(through(server.root.password, server.root.username), through(third));
    await expect(ldap.logIn(through(third), timeoutMs)).resolves.toBeUndefined();
    expect(proxy.connections.flat()).toContain("modify");
    expect(proxy.connections.flat()).not.toContain("extended");
  } finally {
    await proxy.stop();
  }
});

describe.each(["ldaps", "starttls"] as const)("a connection over %s that is cut", (mode) => {
  let proxy: CuttingProxy;
  const through = () => ({ port: proxy.port, ...(mode === "starttls" ? { starttls: true } : {}) });

  beforeAll(async () => {
    proxy = await startCuttingProxy(mode, server.certificate, { port: server.plainPort, tls: false });
  });

  afterAll(async () => {
    await proxy?.stop();
  });

  test("makes three requests for a change, which the next test cuts at", async () => {
    const credential = await user();
    proxy.cut(undefined);
    await set(credential(first, through()), credential(second));
    expect(proxy.connections.at(-1)).toEqual(["bind", "search", "extended"]);
  });

  test.each(
    [1, 2, 3].flatMap((request) => (["before", "after"] as const).map((when) => ({ request, when }))),
  )("$when request $request is told, and a repetition ends as an unbroken one", async (cut) => {
    const credential = await user();
    proxy.cut(cut);
    const attempt = set(credential(first, through()), credential(second));
    await expect(attempt).rejects.toThrow(HostUnreachableError);
    const again = await unlessRefused(set(credential(first), credential(second)));
    const reached = cut.request === 3 && cut.when === "after";
    expect(again).toBe(!reached);
    await expect(ldap.logIn(credential(second), timeoutMs)).resolves.toBeUndefined();
    expect(await refusal(credential(first))).toBeInstanceOf(AuthenticationError);
  });

  test("is not made anew: nothing would be encrypted or logged in", async () => {
    const credential = await user();
    proxy.cut(undefined);
    const before = proxy.connections.length;
    await connected(credential(first, through()), timeoutMs, async (client) => {
      await client.bind(credential(first).username, first);
      proxy.hangUp();
      // The driver learns of it by the first; the second finds no connection.
      for (const _ of [1, 2]) await expect(client.search(server.suffix)).rejects.toThrow();
    });
    expect(proxy.connections).toHaveLength(before + 1);
    for (const message of proxy.inClear) expect(message.subarray(9).toString()).toBe(startTls);
  });
});

test("no password stands in the server's log of operations", () => {
  expect(server.log()).toContain("PASSMOD");
  expect(server.log()).not.toContain("canary");
});
