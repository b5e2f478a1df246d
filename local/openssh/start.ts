import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import getPort from "get-port";
import { debianProgram } from "../debian/index.ts";
import { endProcess, listens } from "../server-process.ts";
import { waitFor } from "../wait-for.ts";

const execute = promisify(execFile);

/** How to start an SSH server. */
export interface OpenSshOptions {
  /** Whether it offers SFTP; true if absent. */
  sftp?: boolean;
  /** A folder that stands for every user's home, so that one user has several hosts. By SFTP only. */
  home?: string;
  /** More lines of sshd_config(5), which count before the server's own. */
  configuration?: readonly string[];
}

/** An OpenSSH server on loopback that takes keys alone. */
export interface RunningOpenSsh {
  host: "localhost";
  port: number;
  /** Its keys as in known_hosts, by their kinds. */
  hostKeys: { ed25519: string; rsa: string };
  /** Its keys' fingerprints, by their kinds. */
  fingerprints: { ed25519: string; rsa: string };
  /** What the server logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Where sshd confines what it does before a login; its package makes it at the start of the service. */
const separationFolder = "/run/sshd";

/** Starts an OpenSSH server on a free port; installs Debian's where it is missing and this process is root. */
export async function startOpenSsh(options: OpenSshOptions = {}): Promise<RunningOpenSsh> {
  const program = await debianProgram("sshd", ["openssh-server"]);
  const keygen = await debianProgram("ssh-keygen", ["openssh-client"]);
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-openssh-"));
  const port = await getPort();
  await mkdir(separationFolder, { recursive: true, mode: 0o755 });
  const [ed25519, rsa] = [
    await makeHostKey(keygen, folder, "ed25519", port),
    await makeHostKey(keygen, folder, "rsa", port),
  ];
  const configuration = path.join(folder, "sshd_config");
  await writeFile(configuration, sshdConfig(folder, port, options));

  let log = "";
  const server = spawn(program, ["-D", "-e", "-f", configuration], { stdio: ["ignore", "ignore", "pipe"] });
  server.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const stop = async () => {
    await endProcess(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitFor(() => listens({ host: "localhost", port }, server), {
      what: "sshd",
      seconds: 30,
      everyMs: 50,
    });
  } catch (cause) {
    await stop();
    throw new Error(`sshd did not start on port ${port}. It said last:\n${log.slice(-1_500)}`, { cause });
  }
  return {
    host: "localhost",
    port,
    hostKeys: { ed25519: ed25519.line, rsa: rsa.line },
    fingerprints: { ed25519: ed25519.fingerprint, rsa: rsa.fingerprint },
    log: () => log,
    stop,
  };
}

async function makeHostKey(
  keygen: string,
  folder: string,
  type: "ed25519" | "rsa",
  port: number,
): Promise<{ line: string; fingerprint: string }> {
  const file = path.join(folder, `host_${type}`);
  const size = type === "rsa" ? ["-b", "2048"] : [];
  await execute(keygen, ["-q", "-t", type, ...size, "-N", "", "-C", "", "-f", file]);
  const { stdout } = await execute(keygen, ["-l", "-f", `${file}.pub`]);
  const key = (await readFile(`${file}.pub`, "utf8")).trim();
  const fingerprint = /SHA256:\S+/.exec(stdout)?.[0] ?? "";
  return { line: `[localhost]:${port} ${key}`, fingerprint };
}

function sshdConfig(folder: string, port: number, options: OpenSshOptions): string {
  const { sftp = true, home, configuration = [] } = options;
  const elsewhere = [
    `AuthorizedKeysFile ${home}/.ssh/authorized_keys`,
    "StrictModes no",
    `Subsystem sftp internal-sftp -d ${home}`,
  ];
  const usual = [
    "AuthorizedKeysFile .ssh/authorized_keys",
    ...(sftp ? ["Subsystem sftp internal-sftp"] : []),
  ];
  return [
    // The first of two lines counts.
    ...configuration,
    "ListenAddress 127.0.0.1",
    "ListenAddress ::1",
    `Port ${port}`,
    `HostKey ${folder}/host_ed25519`,
    `HostKey ${folder}/host_rsa`,
    `PidFile ${folder}/sshd.pid`,
    "AuthenticationMethods publickey",
    "UsePAM no",
    "UseDNS no",
    "PrintMotd no",
    "PermitUserEnvironment no",
    "MaxStartups 100",
    "LogLevel VERBOSE",
    ...(home ? elsewhere : usual),
    "",
  ].join("\n");
}
