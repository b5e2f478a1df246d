import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import getPort from "get-port";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  makeUser,
  type RunningOpenSsh,
  type SystemUser,
  startOpenSsh,
} from "../../../local/openssh/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import type { SecretFields } from "../../../shared/rotation/engine.ts";
import { connected } from "../../../shared/rotation/engines/ssh/connection.ts";
import type { SshCredential } from "../../../shared/rotation/engines/ssh/credential.ts";
import { ssh } from "../../../shared/rotation/engines/ssh/engine.ts";
import { sftpKeyFile } from "../../../shared/rotation/engines/ssh/sftp-key-file.ts";
import { shellKeyFile } from "../../../shared/rotation/engines/ssh/shell-key-file.ts";
import {
  AuthenticationError,
  EngineError,
  HostKeyError,
  HostUnreachableError,
} from "../../../shared/rotation/errors.ts";
import { unlessRefused } from "../../../shared/rotation/refusal.ts";
import { type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";
import { type KeysAtHost, keyPair, keysAt } from "./host.ts";

const execute = promisify(execFile);
const timeoutMs = 15_000;
const [first, second] = [keyPair("first"), keyPair("second")];
const colleague = `from="192.0.2.0/24" ${keyPair("colleague").publicKey}`;
const limits = 'from="127.0.0.0/8,::1",no-agent-forwarding,environment="A=b c"';

let folder: string;
let user: SystemUser;
let keys: KeysAtHost;
let sftp: RunningOpenSsh;
let shell: RunningOpenSsh;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rekey-ssh-test-"));
  await chmod(folder, 0o711);
  user = await makeUser();
  keys = await keysAt(user);
  sftp = await startOpenSsh();
  shell = await startOpenSsh({ sftp: false });
});

afterAll(async () => {
  await sftp?.stop();
  await shell?.stop();
  await user?.remove();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await keys.clear();
  await keys.write(`${first.publicKey}\n`);
});

/** A credential of the user at servers. */
function at(
  servers: readonly { port: number; hostKey: string }[],
  pair: { privateKey: string; publicKey: string },
  more: SecretFields = {},
): SshCredential {
  const hosts = servers.map(({ port }) => `localhost:${port}`);
  const hostKeys = servers.map(({ hostKey }) => hostKey);
  return ssh.parse({ engine: "ssh", username: user.name, ...pair, hosts, hostKeys, ...more });
}

/** A server as it is known, under another port if it is reached by a proxy. */
function known(server: RunningOpenSsh, port = server.port): { port: number; hostKey: string } {
  return { port, hostKey: server.hostKeys.ed25519.replace(String(server.port), String(port)) };
}

async function add(current: SshCredential, next: SshCredential): Promise<void> {
  await ssh.overlap?.add(current, current, next, timeoutMs);
}

async function remove(kept: SshCredential, old: SshCredential): Promise<void> {
  await ssh.overlap?.remove(kept, kept, old, timeoutMs);
}

async function logIn(credential: SshCredential): Promise<void> {
  await ssh.logIn(credential, timeoutMs);
}

async function refusal(credential: SshCredential, ms = timeoutMs): Promise<unknown> {
  return ssh.logIn(credential, ms).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("a new key", () => {
  test("is one that OpenSSH reads, and its fingerprint and comment are the public key's", async () => {
    const file = path.join(folder, "id_ed25519");
    await writeFile(file, second.privateKey, { mode: 0o600 });
    const { stdout: derived } = await execute("ssh-keygen", ["-y", "-P", "", "-f", file]);
    expect(derived.trim()).toBe(second.publicKey);
  });
});

describe("a login", () => {
  test("with the key in authorized_keys passes, with another is refused", async () => {
    await expect(logIn(at([known(sftp)], first))).resolves.toBeUndefined();
    expect(await refusal(at([known(sftp)], second))).toBeInstanceOf(AuthenticationError);
  });

  test.each(["rsa", "ecdsa"])("passes with a key of %s too", async (type) => {
    const file = path.join(folder, `id_${type}`);
    await execute("ssh-keygen", ["-q", "-t", type, "-m", "PEM", "-N", "", "-f", file]);
    const { stdout: publicKey } = await execute("ssh-keygen", ["-y", "-f", file]);
    const { stdout: privateKey } = await execute("cat", [file]);
    await keys.write(publicKey);
    await expect(logIn(at([known(sftp)], { privateKey, publicKey }))).resolves.toBeUndefined();
  });

  test("is refused where one of several hosts refuses it", async () => {
    const elsewhere = await startOpenSsh({ home: path.join(folder, "empty") });
    try {
      const error = await refusal(at([known(sftp), known(elsewhere)], first));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(String(error)).toContain(`localhost:${elsewhere.port}`);
    } finally {
      await elsewhere.stop();
    }
  });

  test("tells that a host cannot be reached rather than that another refuses", async () => {
    const dead = { port: await getPort(), hostKey: sftp.fingerprints.ed25519 };
    const error = await refusal(at([known(sftp), dead], second));
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(String(error)).toContain(`localhost:${dead.port}`);
    expect(String(error)).toContain("2 of 2 hosts failed");
  });
});

describe("a host", () => {
  test("whose name does not resolve, or that does not listen, is told as such", async () => {
    const unresolved = at([known(sftp)], first, {
      hosts: ["no-such-host.invalid"],
      hostKeys: [sftp.fingerprints.ed25519],
    });
    expect(await refusal(unresolved)).toMatchObject({ name: "HostUnreachableError", code: "dns" });
    const dead = at([{ port: await getPort(), hostKey: sftp.fingerprints.ed25519 }], first);
    expect(await refusal(dead)).toMatchObject({ name: "HostUnreachableError", code: "connect" });
  });

  test.each([
    ["never answers", () => {}, "did not answer in time"],
    [
      "speaks another protocol",
      (socket: Socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
      "does not speak SSH",
    ],
  ])("that %s is told as such, in time", async (_, answer, words) => {
    const sockets: Socket[] = [];
    const other = createServer((socket) => {
      sockets.push(socket.on("error", () => {}));
      answer(socket);
    });
    const port = await getPort();
    other.listen(port, "localhost");
    await once(other, "listening");
    try {
      const error = await refusal(at([{ port, hostKey: sftp.fingerprints.ed25519 }], first), 1_000);
      expect(error).toBeInstanceOf(HostUnreachableError);
      expect(String(error)).toContain(words);
    } finally {
      for (const socket of sockets) socket.destroy();
      other.close();
    }
  });

  test.each([
    ["its line of known_hosts, of whatever kind", () => [sftp.hostKeys.ed25519]],
    ["its line of another kind", () => [sftp.hostKeys.rsa]],
    ["its fingerprint", () => [sftp.fingerprints.ed25519]],
    ["the fingerprint of its other key", () => [sftp.fingerprints.rsa]],
    ["one of several lines", () => [shell.fingerprints.rsa, sftp.hostKeys.rsa]],
  ])("is trusted by %s", async (_, hostKeys) => {
    await expect(logIn(at([known(sftp)], first, { hostKeys: hostKeys() }))).resolves.toBeUndefined();
  });

  test("that is trusted by its other key may still refuse the user", async () => {
    const hostKeys = [sftp.fingerprints.rsa];
    expect(await refusal(at([known(sftp)], second, { hostKeys }))).toBeInstanceOf(AuthenticationError);
  });

  test("is trusted by a line of known_hosts that ssh-keygen has hashed", async () => {
    const file = path.join(folder, "known_hosts");
    await writeFile(file, `${sftp.hostKeys.ed25519}\n`);
    await execute("ssh-keygen", ["-H", "-f", file]);
    const { stdout: hashed } = await execute("cat", [file]);
    expect(hashed).not.toContain("localhost");
    await expect(logIn(at([known(sftp)], first, { hostKeys: hashed }))).resolves.toBeUndefined();
  });

  test.each([
    ["a key that the secret does not know", () => [shell.fingerprints.ed25519], "ed25519"],
    [
      "a key that the secret knows of another host",
      () => [known(shell).hostKey.replace(/:\d+/, `:${sftp.port}`)],
      "ed25519",
    ],
    [
      "a key that the secret takes back",
      () => [sftp.hostKeys.ed25519, `@revoked ${sftp.hostKeys.ed25519}`],
      "ed25519",
    ],
  ] as const)("that shows %s is not trusted", async (_, hostKeys, kind) => {
    const error = await refusal(at([known(sftp)], first, { hostKeys: hostKeys() }));
    expect(error).toBeInstanceOf(HostKeyError);
    expect(String(error)).toContain(sftp.fingerprints[kind]);
  });

  test("that is not trusted never learns who would log in", async () => {
    const server = await startOpenSsh();
    try {
      await refusal(at([known(server)], first, { hostKeys: [sftp.fingerprints.ed25519] }));
      const ends = () =>
        /Connection (closed|reset)|disconnect/i.test(server.log()) ? server.log() : undefined;
      const log = await waitFor(ends, { what: "the end of the connection", seconds: 10 });
      expect(log).not.toContain(user.name);
    } finally {
      await server.stop();
    }
  });

  test("that has no key of the kinds that the secret holds is not trusted", async () => {
    const hostKeys = [`[localhost]:${sftp.port} ${await ecdsaKey()}`];
    const error = await refusal(at([known(sftp)], first, { hostKeys }));
    expect(error).toBeInstanceOf(HostKeyError);
    expect(String(error)).toContain("no host key of a kind");
  });
});

describe.each([
  ["SFTP", () => sftp],
  ["a shell", () => shell],
])("by %s", (way, server) => {
  const one = (pair: typeof first) => at([known(server())], pair);

  test("the next key is added beside the current one, with its options, and both log in", async () => {
    const before = `# keys\n${limits} ${first.publicKey}\n${colleague}\ncaf\xe9`;
    await keys.write(before, 0o644);
    await add(one(first), one(second));
    expect(await keys.read()).toBe(`${before}\n${limits} ${second.publicKey}\n`);
    expect(await keys.status()).toMatchObject({ uid: user.uid, gid: user.gid, mode: "600" });
    expect(await keys.names()).toEqual(["authorized_keys"]);
    await expect(logIn(one(first))).resolves.toBeUndefined();
    await expect(logIn(one(second))).resolves.toBeUndefined();
  });

  test("a repetition writes nothing", async () => {
    await add(one(first), one(second));
    const before = await keys.status();
    await add(one(first), one(second));
    expect(await keys.status()).toEqual(before);
    await remove(one(second), one(first));
    const after = await keys.status();
    await remove(one(second), one(first));
    expect(await keys.status()).toEqual(after);
    expect(await keys.read()).toBe(`${second.publicKey}\n`);
  });

  test("the old key's line goes, and no other", async () => {
    await keys.write(`${colleague}\n${limits} ${first.publicKey}\n#${first.publicKey}\n${second.publicKey}`);
    await remove(one(second), one(first));
    expect(await keys.read()).toBe(`${colleague}\n#${first.publicKey}\n${second.publicKey}`);
    expect(await refusal(one(first))).toBeInstanceOf(AuthenticationError);
    await expect(logIn(one(second))).resolves.toBeUndefined();
  });

  test("the old key stays where the kept one would not", async () => {
    const before = `${first.publicKey}\n`;
    await expect(ssh.overlap?.remove(one(first), one(second), one(first), timeoutMs)).rejects.toMatchObject({
      code: "privilege",
      message: expect.stringContaining("does not hold the key"),
    });
    await expect(remove(one(first), one(first))).rejects.toMatchObject({ code: "privilege" });
    expect(await keys.read()).toBe(before);
  });

  test("a link to the file stays a link", async () => {
    const real = path.join(user.home, `keys-${way}`);
    await rename(keys.file, real);
    await symlink(real, keys.file);
    try {
      await add(one(first), one(second));
      const { stdout } = await execute("readlink", [keys.file]);
      expect(stdout.trim()).toBe(real);
      await expect(logIn(one(second))).resolves.toBeUndefined();
    } finally {
      await rm(keys.file);
      await rm(real);
    }
  });

  test("a file that is not the user's to write stays as it is", async () => {
    await chown(keys.file, 0, 0);
    await chmod(keys.file, 0o644);
    const before = await keys.status();
    try {
      await expect(add(one(first), one(second))).rejects.toMatchObject({
        name: "EngineError",
        code: "privilege",
        message: expect.stringContaining("not the user's to write"),
      });
      expect(await keys.status()).toEqual(before);
      expect(await keys.names()).toEqual(["authorized_keys"]);
    } finally {
      await rm(keys.file);
    }
  });

  test("a file in a folder that is not the user's to write stays as it is", async () => {
    const ownFolder = path.dirname(keys.file);
    await chown(ownFolder, 0, 0);
    await chmod(ownFolder, 0o755);
    const before = await keys.status();
    try {
      await expect(add(one(first), one(second))).rejects.toMatchObject({ code: "privilege" });
      expect(await keys.status()).toEqual(before);
    } finally {
      await chown(ownFolder, user.uid, user.gid);
      await chmod(ownFolder, 0o700);
    }
  });

  test("a file that somebody changes between reading and writing is not written over", async () => {
    const credential = one(first);
    const [host] = credential.hosts;
    if (!host) throw new Error("no host");
    await connected(host, credential, timeoutMs, async (client) => {
      const file =
        way === "SFTP" ? await sftpKeyFile(client, host, user.name) : shellKeyFile(client, host, user.name);
      const state = await file?.read();
      if (!file || !state) throw new Error("no file");
      expect(state.text).toBe(`${first.publicKey}\n`);
      await keys.write(`${first.publicKey}\n${colleague}\n`);
      expect(await file.replace(state, "other\n")).toBe(false);
      expect(await keys.read()).toBe(`${first.publicKey}\n${colleague}\n`);
      expect(await file.replace(await file.read(), `${first.publicKey}\nnew\n`)).toBe(true);
      expect(await keys.read()).toBe(`${first.publicKey}\nnew\n`);
    });
    expect(await keys.names()).toEqual(["authorized_keys"]);
  });

  test("a file of a thousand keys is changed as well", async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `${colleague}-${index}`).join("\n");
    await keys.write(`${many}\n${first.publicKey}\n${many}\n`);
    await add(one(first), one(second));
    expect(await keys.read()).toBe(`${many}\n${first.publicKey}\n${many}\n${second.publicKey}\n`);
  });

  test("a key that may run nothing but one command cannot replace itself", async () => {
    await keys.write(`command="echo backup" ${first.publicKey}\n`);
    const before = await keys.read();
    await expect(logIn(one(first))).resolves.toBeUndefined();
    await expect(add(one(first), one(second))).rejects.toMatchObject({
      code: "privilege",
      message: expect.stringContaining("neither use SFTP nor a shell"),
    });
    expect(await keys.read()).toBe(before);
  });

  describe("a connection that is cut", () => {
    let proxy: CuttingProxy;
    const through = (pair: typeof first) => at([known(server(), proxy.port)], pair);

    beforeAll(async () => {
      proxy = await startCuttingProxy(server().port);
    });

    afterAll(async () => {
      await proxy?.stop();
    });

    test.each(["client", "server"] as const)(
      "after any piece from the %s leaves a whole file, and a repetition ends as an unbroken one",
      async (from) => {
        const before = `${first.publicKey}\n${colleague}\n`;
        const after = `${before}${second.publicKey}\n`;
        let cuts = 0;
        for (let pieces = 1; ; pieces += 1) {
          await keys.write(before);
          proxy.cut({ from, pieces });
          const failure = await ssh.overlap
            ?.add(through(first), through(first), through(second), timeoutMs)
            .then(
              () => undefined,
              (error: unknown) => error,
            );
          if (!proxy.seen.cut) break;
          cuts += 1;
          // The last pieces only say good-bye.
          if (failure !== undefined) expect(failure).toBeInstanceOf(EngineError);
          expect([before, after]).toContain(await keys.read());
          proxy.cut(undefined);
          await add(through(first), through(second));
          expect(await keys.read()).toBe(after);
        }
        expect(cuts).toBeGreaterThan(8);
        await expect(logIn(one(second))).resolves.toBeUndefined();
      },
    );
  });
});

describe("what an interrupted run left", () => {
  test("is removed by a later one, but not what another has just begun", async () => {
    const beside = (end: string) => `${keys.file}.rekey-${end}`;
    const old = new Date(Date.now() - 2 * 3_600_000);
    for (const end of ["0123456789abcdef", "fedcba9876543210"]) {
      await writeFile(beside(end), "left\n");
      await chown(beside(end), user.uid, user.gid);
    }
    await writeFile(`${keys.file}.bak`, "kept\n");
    for (const file of [beside("0123456789abcdef"), `${keys.file}.bak`]) await utimes(file, old, old);
    try {
      await add(at([known(sftp)], first), at([known(sftp)], second));
      expect(await keys.names()).toEqual([
        "authorized_keys",
        "authorized_keys.bak",
        "authorized_keys.rekey-fedcba9876543210",
      ]);
    } finally {
      await rm(beside("fedcba9876543210"));
      await rm(`${keys.file}.bak`);
    }
  });
});

describe("a host that keeps keys elsewhere", () => {
  test("says so, and its file is left alone", async () => {
    const central = path.join(folder, "central");
    await mkdir(central);
    await writeFile(path.join(central, user.name), `${first.publicKey}\n`);
    const server = await startOpenSsh({
      configuration: ["StrictModes no", `AuthorizedKeysFile ${central}/%u`],
    });
    try {
      await keys.write(`${colleague}\n`);
      const one = (pair: typeof first) => at([known(server)], pair);
      await expect(add(one(first), one(second))).rejects.toMatchObject({
        code: "privilege",
        message: expect.stringContaining("AuthorizedKeysFile"),
      });
      expect(await keys.read()).toBe(`${colleague}\n`);
      await rm(keys.file);
      await expect(add(one(first), one(second))).rejects.toMatchObject({
        code: "privilege",
        message: expect.stringContaining("no such file"),
      });
      expect(await keys.names()).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});

test("a login shell that greets does not get into the file", async () => {
  const bash = await makeUser("/bin/bash");
  try {
    const there = await keysAt(bash);
    await there.write(`${first.publicKey}\n`);
    const greeting = path.join(bash.home, ".bashrc");
    await writeFile(greeting, "echo 'Welcome, these are the news:'; echo rekey-begin-not\n");
    const one = (pair: typeof first) => at([known(shell)], pair, { username: bash.name });
    await add(one(first), one(second));
    expect(await there.read()).toBe(`${first.publicKey}\n${second.publicKey}\n`);
  } finally {
    await bash.remove();
  }
});

test("a user without a shell cannot replace its key where SFTP is not offered", async () => {
  const nologin = await makeUser("/usr/sbin/nologin");
  try {
    const there = await keysAt(nologin);
    await there.write(`${first.publicKey}\n`);
    const one = (server: RunningOpenSsh, pair: typeof first) =>
      at([known(server)], pair, { username: nologin.name });
    await expect(add(one(shell, first), one(shell, second))).rejects.toMatchObject({ code: "privilege" });
    await add(one(sftp, first), one(sftp, second));
    expect(await there.read()).toBe(`${first.publicKey}\n${second.publicKey}\n`);
  } finally {
    await nologin.remove();
  }
});

describe("several hosts", () => {
  let other: RunningOpenSsh;
  let there: KeysAtHost;
  let proxy: CuttingProxy;
  const both = (pair: typeof first) => at([known(sftp), known(other, proxy.port)], pair);

  beforeAll(async () => {
    const home = path.join(folder, "other-home");
    await mkdir(home);
    there = await keysAt(user, home);
    other = await startOpenSsh({ home });
    proxy = await startCuttingProxy(other.port);
  });

  afterAll(async () => {
    await proxy?.stop();
    await other?.stop();
  });

  beforeEach(async () => {
    await there.write(`${first.publicKey}\n`);
    proxy.refuse(false);
  });

  test("get the key, and lose it, all of them", async () => {
    await add(both(first), both(second));
    for (const host of [keys, there])
      expect(await host.read()).toBe(`${first.publicKey}\n${second.publicKey}\n`);
    await expect(logIn(both(second))).resolves.toBeUndefined();
    await remove(both(second), both(first));
    for (const host of [keys, there]) expect(await host.read()).toBe(`${second.publicKey}\n`);
  });

  test("of which one fails are done but for that one, and a repetition completes", async () => {
    proxy.refuse(true);
    await expect(add(both(first), both(second))).rejects.toThrow(HostUnreachableError);
    expect(await keys.read()).toContain(second.publicKey);
    expect(await there.read()).not.toContain(second.publicKey);
    proxy.refuse(false);
    expect(await unlessRefused(logIn(both(second)))).toBe(false);
    await add(both(first), both(second));
    await expect(logIn(both(second))).resolves.toBeUndefined();
  });

  test("of which one failed are undone everywhere", async () => {
    proxy.refuse(true);
    await expect(add(both(first), both(second))).rejects.toThrow(HostUnreachableError);
    proxy.refuse(false);
    await remove(both(first), both(second));
    for (const host of [keys, there]) expect(await host.read()).toBe(`${first.publicKey}\n`);
    await expect(logIn(both(first))).resolves.toBeUndefined();
  });
});

test("no private key, nor anything of it, stands in a server's log", () => {
  const body = second.privateKey.split("\n").slice(2, -3);
  expect(body.length).toBeGreaterThan(1);
  for (const line of body) expect(sftp.log() + shell.log()).not.toContain(line);
});

async function ecdsaKey(): Promise<string> {
  const file = path.join(folder, "host_ecdsa");
  await execute("ssh-keygen", ["-q", "-t", "ecdsa", "-N", "", "-f", file]);
  const { stdout } = await execute("ssh-keygen", ["-y", "-f", file]);
  return stdout;
}
