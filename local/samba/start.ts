import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { makeCertificate } from "../certificates.ts";
import { debianProgram } from "../debian/index.ts";
import { endProcess, listens } from "../server-process.ts";
import { waitFor } from "../wait-for.ts";
import { type Forwarder, startForwarder } from "./forwarder.ts";

const execute = promisify(execFile);

/** How to start a domain controller. */
export interface SambaOptions {
  /** The host name that the server's certificate is for; another one than localhost to see verification fail. */
  certificateFor?: string;
}

/** Samba's domain controller of Active Directory with a new domain: LDAP only, on loopback. */
export interface RunningSamba {
  host: "localhost";
  /** The port of LDAPS. */
  port: number;
  /** The port of plain LDAP, on which StartTLS is offered. */
  plainPort: number;
  /** PEM of the authority that signed the server's certificate. */
  caPem: string;
  /** PEM of the server's certificate and key. */
  certificate: { certPem: string; keyPem: string };
  domain: "ad.rekey.test";
  suffix: "DC=ad,DC=rekey,DC=test";
  administrator: { username: string; password: string };
  /** What the server logged so far. */
  log(): string;
  stop(): Promise<void>;
}

const packages = ["samba", "samba-ad-provision", "samba-dsdb-modules", "samba-vfs-modules"];

/**
 * Makes a domain and starts its controller; installs Debian's Samba where it is missing and this process is root,
 * which it must be for the low ports. Those cannot be chosen: the server gets a loopback address of its own, and free
 * ports of localhost are forwarded to it.
 */
export async function startSamba(options: SambaOptions = {}): Promise<RunningSamba> {
  const tool = await debianProgram("samba-tool", packages);
  const program = await debianProgram("samba", packages);
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-samba-"));
  const address = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  const certificate = await makeCertificate(options.certificateFor ?? "localhost");
  const forwarders: Forwarder[] = [];
  let server: ChildProcess | undefined;
  let log = "";
  const stop = async () => {
    for (const forwarder of forwarders) await forwarder.stop();
    if (server) await endProcess(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const administrator = { username: "Administrator", password: await provision(tool, folder) };
    await writeFile(path.join(folder, "ca.pem"), certificate.caPem);
    await writeFile(path.join(folder, "server.pem"), certificate.certPem);
    await writeFile(path.join(folder, "server.key"), certificate.keyPem, { mode: 0o600 });
    const settings = {
      interfaces: `${address}/8`,
      "bind interfaces only": "yes",
      "server services": "ldap",
      "dcerpc endpoint servers": "",
      "pid directory": folder,
      "tls cafile": path.join(folder, "ca.pem"),
      "tls certfile": path.join(folder, "server.pem"),
      "tls keyfile": path.join(folder, "server.key"),
    };
    const running = spawn(
      program,
      [
        ...["--interactive", "--model=single", "--debug-stdout", "--debuglevel=3"],
        `--configfile=${path.join(folder, "etc", "smb.conf")}`,
        ...Object.entries(settings).map(([name, value]) => `--option=${name}=${value}`),
      ],
      // It ends when its standard input does: with this process at the latest.
      { stdio: ["pipe", "pipe", "pipe"] },
    );
    server = running;
    for (const stream of [running.stdout, running.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
      });
    }
    await waitFor(() => listens({ host: address, port: 636 }, running), {
      what: "Samba",
      seconds: 60,
      everyMs: 100,
    });
    const [ldaps, plain] = [
      await startForwarder({ host: address, port: 636 }),
      await startForwarder({ host: address, port: 389 }),
    ];
    forwarders.push(ldaps, plain);
    return {
      host: "localhost",
      port: ldaps.port,
      plainPort: plain.port,
      caPem: certificate.caPem,
      certificate,
      domain: "ad.rekey.test",
      suffix: "DC=ad,DC=rekey,DC=test",
      administrator,
      log: () => log,
      stop,
    };
  } catch (cause) {
    await stop();
    throw new Error(`Samba did not start. It said last:\n${log.slice(-1_500)}`, { cause });
  }
}

/** @returns the administrator's password, which is made up and told: given, it would stand on the command line */
async function provision(tool: string, folder: string): Promise<string> {
  await mkdir(path.join(folder, "etc"));
  const { stdout, stderr } = await execute(tool, [
    ...["domain", "provision", "--realm=AD.REKEY.TEST", "--domain=REKEY", "--server-role=dc"],
    ...["--dns-backend=NONE", "--host-name=dc1", "--host-ip=127.0.0.1", `--targetdir=${folder}`],
  ]);
  const password = /Admin password:\s+(\S+)/.exec(stdout + stderr)?.[1];
  if (password) return password;
  throw new Error("samba-tool did not tell the administrator's password.");
}
