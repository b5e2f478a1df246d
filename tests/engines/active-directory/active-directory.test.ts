import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningOpenLdap, startOpenLdap } from "../../../local/openldap/index.ts";
import { type RunningSamba, startSamba } from "../../../local/samba/index.ts";
import type { SecretFields } from "../../../shared/rotation/engine.ts";
import { activeDirectory } from "../../../shared/rotation/engines/ldap/active-directory.ts";
import type { DirectoryCredential } from "../../../shared/rotation/engines/ldap/credential.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../../shared/rotation/errors.ts";
import { unlessRefused } from "../../../shared/rotation/refusal.ts";
import { type CuttingProxy, startCuttingProxy } from "../ldap/cutting-proxy.ts";
import { type Domain, openDomain } from "./domain.ts";

const timeoutMs = 15_000;
const first = "First-canary-1";
const second = "Sécond-canäry-2 \u{1F511}";

let server: RunningSamba;
let domain: Domain;

beforeAll(async () => {
  server = await startSamba();
  domain = await openDomain(server);
});

afterAll(async () => {
  await domain?.close();
  await server?.stop();
});

async function user(): Promise<{
  entry: string;
  account: string;
  with: (password: string, more?: SecretFields) => DirectoryCredential;
}> {
  const { account, entry } = await domain.addUser(first);
  return {
    account,
    entry,
    with: (password, more) => activeDirectory.parse(domain.fields(account, password, more)),
  };
}

function administrator(more: SecretFields = {}): DirectoryCredential {
  const { username, password } = server.administrator;
  return activeDirectory.parse(domain.fields(username, password, more));
}

async function set(as: DirectoryCredential, next: DirectoryCredential): Promise<void> {
  await activeDirectory.singleUser?.set(as, next, timeoutMs);
}

async function logIn(credential: DirectoryCredential): Promise<void> {
  await activeDirectory.logIn(credential, timeoutMs);
}

async function refusal(credential: DirectoryCredential): Promise<unknown> {
  return logIn(credential).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("a login", () => {
  test("passes by account name, principal name and distinguished name, over LDAPS and StartTLS", async () => {
    const { account, entry, with: credential } = await user();
    for (const username of [account, `${account}@${server.domain}`, entry]) {
      await expect(logIn(credential(first, { username }))).resolves.toBeUndefined();
      const starttls = { username, starttls: true, port: server.plainPort };
      await expect(logIn(credential(first, starttls))).resolves.toBeUndefined();
    }
  });

  test("passes with a secret as AWS keeps it, its engine and host added", async () => {
    const { account } = await user();
    const { host, port, caPem } = server;
    const fields = {
      awsSeamlessDomainDirectoryId: "d-1234567890",
      awsSeamlessDomainUsername: account,
      awsSeamlessDomainPassword: first,
    };
    const added = { engine: "active-directory", host, port, sslrootcert: caPem };
    await expect(logIn(activeDirectory.parse({ ...fields, ...added }))).resolves.toBeUndefined();
  });

  test("with a wrong password, or of nobody, is refused with the directory's code", async () => {
    const { with: credential } = await user();
    for (const wrong of [credential("Wrong-1"), credential(first, { username: "nobody" })]) {
      const error = await refusal(wrong);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(String(error)).toContain("data 52e");
    }
  });

  test.each([
    ["disabled", { userAccountControl: "514" }, "data 533"],
    ["told to change its password", { pwdLastSet: "0" }, "data 773"],
    ["expired", { accountExpires: "1" }, "data 701"],
  ])("of a user that is %s says so with the directory's code", async (_, attributes, code) => {
    const { entry, with: credential } = await user();
    await domain.replace(attributes, entry);
    const error = await refusal(credential(first));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code: "locked", message: expect.stringContaining(code) });
  });

  test("of a user that is locked says so with the directory's code, whatever the password", async () => {
    const { with: credential } = await user();
    await domain.replace({ lockoutThreshold: "2" });
    try {
      for (const _ of [1, 2]) await refusal(credential("Wrong-1"));
      const error = await refusal(credential(first));
      expect(error).toMatchObject({ code: "locked", message: expect.stringContaining("data 775") });
    } finally {
      await domain.replace({ lockoutThreshold: "0" });
    }
  });
});

describe("a server", () => {
  test("whose name does not resolve, or that does not listen, is told as such", async () => {
    const unresolved = await refusal(administrator({ host: "no-such-host.invalid" }));
    expect(unresolved).toMatchObject({ name: "HostUnreachableError", code: "dns" });
    const silent = await refusal(administrator({ port: await getPort() }));
    expect(silent).toMatchObject({ name: "HostUnreachableError", code: "connect" });
  });

  test("with a certificate of an unknown authority is not trusted", async () => {
    expect(await refusal(administrator({ sslrootcert: undefined }))).toBeInstanceOf(TlsVerificationError);
  });

  test("that offers no TLS on the port gets no password", async () => {
    const error = await refusal(administrator({ port: server.plainPort }));
    expect(error).toBeInstanceOf(TlsVerificationError);
    expect(String(error)).toContain("offers no TLS");
  });

  test("that is another directory is told as such: it does not take unicodePwd", async () => {
    const other: RunningOpenLdap = await startOpenLdap();
    try {
      const { port, caPem, root } = other;
      const there = (username: string) =>
        activeDirectory.parse(domain.fields(username, root.password, { port, sslrootcert: caPem }));
      await expect(logIn(there("root"))).rejects.toMatchObject({
        code: "answer",
        message: expect.stringContaining('the engine "ldap"'),
      });
      await expect(set(there(root.username), there(root.username))).rejects.toMatchObject({
        code: "statement",
      });
    } finally {
      await other.stop();
    }
  });
});

describe("setting the password", () => {
  test("as the user itself, whatever it is named by, makes the directory take the new one", async () => {
    for (const name of ["account", "principal", "entry"] as const) {
      const { account, entry, with: credential } = await user();
      const username = { account, principal: `${account}@${server.domain}`, entry }[name];
      await set(credential(first, { username }), credential(second, { username }));
      await expect(logIn(credential(second))).resolves.toBeUndefined();
    }
  });

  test("as an administrator needs no old one, and may be repeated", async () => {
    const { with: credential } = await user();
    await set(administrator(), credential(second));
    await set(administrator(), credential(second));
    await expect(logIn(credential(second))).resolves.toBeUndefined();
  });

  test("by a principal name that is not the account's reaches the user that has it", async () => {
    const { account, entry, with: credential } = await user();
    const username = `${account}-orders@shop.example.com`;
    await domain.replace({ userPrincipalName: username }, entry);
    await set(credential(first, { username }), credential(second, { username }));
    await expect(logIn(credential(second, { username }))).resolves.toBeUndefined();
    await expect(logIn(credential(second))).resolves.toBeUndefined();
  });

  test("that was set already as the user itself is refused, although the old one still logs in for a while", async () => {
    const { with: credential } = await user();
    await set(credential(first), credential(second));
    await expect(logIn(credential(first))).resolves.toBeUndefined();
    const again = set(credential(first), credential(second));
    await expect(again).rejects.toThrow(AuthenticationError);
    await expect(again).rejects.toThrow("00000056");
    await expect(logIn(credential(second))).resolves.toBeUndefined();
  });

  test("to one that the domain's policy refuses says so, as the user and as an administrator", async () => {
    const { with: credential } = await user();
    for (const as of [credential(first), administrator()]) {
      const attempt = set(as, credential("short"));
      await expect(attempt).rejects.toThrow(PasswordRejectedError);
      await expect(attempt).rejects.toThrow("0000052D");
    }
    await expect(logIn(credential(first))).resolves.toBeUndefined();
  });

  test("back to the one before is refused to the user, but not to an administrator", async () => {
    const { with: credential } = await user();
    await set(credential(first), credential(second));
    await expect(set(credential(second), credential(first))).rejects.toThrow(PasswordRejectedError);
    await set(administrator(), credential(first));
    await expect(logIn(credential(first))).resolves.toBeUndefined();
  });

  test("of another user is refused to one without the right", async () => {
    const [one, other] = [await user(), await user()];
    await expect(set(one.with(first), other.with(second))).rejects.toMatchObject({ code: "privilege" });
    await expect(logIn(other.with(first))).resolves.toBeUndefined();
  });

  test.each(["nobody", "nobody@ad.rekey.test", "app@elsewhere.test", "*"])(
    "of %s, whom the domain does not have, fails and names it",
    async (username) => {
      const nobody = administrator({ username });
      await expect(set(administrator(), nobody)).rejects.toMatchObject({
        code: "statement",
        message: expect.stringContaining(`"${username}"`),
      });
    },
  );
});

describe("a connection that is cut", () => {
  let proxy: CuttingProxy;

  beforeAll(async () => {
    proxy = await startCuttingProxy("ldaps", server.certificate, { port: server.port, tls: true });
  });

  afterAll(async () => {
    await proxy?.stop();
  });

  const requests = ["search", "bind", "search", "search", "modify"];

  test("makes five requests for a change, which the next test cuts at", async () => {
    const { with: credential } = await user();
    proxy.cut(undefined);
    await set(credential(first, { port: proxy.port }), credential(second));
    expect(proxy.connections.at(-1)).toEqual(requests);
  });

  test.each(
    requests.flatMap((name, index) =>
      (["before", "after"] as const).map((when) => ({ when, request: index + 1, name })),
    ),
  )("$when request $request ($name) is told, and a repetition ends as an unbroken one", async (cut) => {
    const { with: credential } = await user();
    proxy.cut(cut);
    const attempt = set(credential(first, { port: proxy.port }), credential(second));
    await expect(attempt).rejects.toThrow(HostUnreachableError);
    const again = await unlessRefused(set(credential(first), credential(second)));
    expect(again).toBe(!(cut.name === "modify" && cut.when === "after"));
    await expect(logIn(credential(second))).resolves.toBeUndefined();
    await expect(set(credential(first), credential(second))).rejects.toThrow("00000056");
  });
});

test("no password stands in the server's log", () => {
  expect(server.log()).toContain("Password Change");
  expect(server.log()).not.toMatch(/can[aä]ry/);
});
