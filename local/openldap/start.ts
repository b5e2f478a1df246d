import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import getPort from "get-port";
import { makeCertificate } from "../certificates.ts";
import { debianProgram } from "../debian/index.ts";
import { endProcess, listens } from "../server-process.ts";
import { waitFor } from "../wait-for.ts";

/** How to start an OpenLDAP server. */
export interface OpenLdapOptions {
  /** The host name that the server's certificate is for; another one than localhost to see verification fail. */
  certificateFor?: string;
  /** Whether the server has a certificate at all; true if absent. */
  tls?: boolean;
  /** Lines of slapd.conf(5) before the database, such as the access to the root DSE. */
  configuration?: readonly string[];
  /** Lines of slapd.conf(5) for the database; its access rules among them, which else are Debian's. */
  database?: readonly string[];
}

/** An OpenLDAP server on loopback with an empty directory below one suffix, and the password policy overlay. */
export interface RunningOpenLdap {
  host: "localhost";
  /** The port of LDAPS. */
  port: number;
  /** The port of plain LDAP, on which StartTLS is offered. */
  plainPort: number;
  /** PEM of the authority that signed the server's certificate. */
  caPem: string;
  /** PEM of the server's certificate and key. */
  certificate: { certPem: string; keyPem: string };
  suffix: "dc=rekey,dc=test";
  /** Who may do everything, whatever the policies say. */
  root: { username: string; password: string };
  /** The entry of the policy that holds for everyone; there is none as long as nobody adds it. */
  defaultPolicy: string;
  /** What the server logged so far: every operation. */
  log(): string;
  stop(): Promise<void>;
}

const suffix = "dc=rekey,dc=test";
const defaultPolicy = `cn=default,${suffix}`;

/** As Debian's package sets them up. */
const usualAccess = [
  "access to attrs=userPassword by self write by anonymous auth by * none",
  "access to * by * read",
];

/** Starts an OpenLDAP server on free ports; installs Debian's slapd where it is missing and this process is root. */
export async function startOpenLdap(options: OpenLdapOptions = {}): Promise<RunningOpenLdap> {
  const program = await debianProgram("slapd", ["slapd"]);
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-openldap-"));
  const [port, plainPort] = [await getPort(), await getPort()];
  const certificate = await makeCertificate(options.certificateFor ?? "localhost");
  const root = { username: `cn=root,${suffix}`, password: randomBytes(18).toString("base64url") };
  await mkdir(path.join(folder, "data"));
  await writeFile(path.join(folder, "server.pem"), certificate.certPem);
  await writeFile(path.join(folder, "server.key"), certificate.keyPem, { mode: 0o600 });
  const configuration = path.join(folder, "slapd.conf");
  await writeFile(configuration, slapdConf(folder, root, options), { mode: 0o600 });

  let log = "";
  const addresses = `ldap://localhost:${plainPort} ldaps://localhost:${port}`;
  const server = spawn(program, ["-f", configuration, "-h", addresses, "-d", "stats"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  server.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const stop = async () => {
    await endProcess(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitFor(() => listens({ host: "localhost", port: plainPort }, server), {
      what: "OpenLDAP",
      seconds: 30,
      everyMs: 50,
    });
  } catch (cause) {
    await stop();
    throw new Error(`OpenLDAP did not start on port ${plainPort}. It said last:\n${log.slice(-1_500)}`, {
      cause,
    });
  }
  const { caPem } = certificate;
  return {
    host: "localhost",
    port,
    plainPort,
    caPem,
    certificate,
    suffix,
    root,
    defaultPolicy,
    log: () => log,
    stop,
  };
}

function slapdConf(
  folder: string,
  root: RunningOpenLdap["root"],
  { tls = true, configuration = [], database = usualAccess }: OpenLdapOptions,
): string {
  const certificate = [
    `TLSCertificateFile ${folder}/server.pem`,
    `TLSCertificateKeyFile ${folder}/server.key`,
    "TLSProtocolMin 3.3",
  ];
  return [
    ...["core", "cosine", "inetorgperson"].map((name) => `include /etc/ldap/schema/${name}.schema`),
    "modulepath /usr/lib/ldap",
    "moduleload back_mdb",
    "moduleload ppolicy",
    `pidfile ${folder}/slapd.pid`,
    ...(tls ? certificate : []),
    ...configuration,
    "database mdb",
    `suffix ${suffix}`,
    `rootdn ${root.username}`,
    `rootpw ${root.password}`,
    `directory ${folder}/data`,
    "dbnosync",
    ...database,
    "overlay ppolicy",
    `ppolicy_default ${defaultPolicy}`,
    "ppolicy_hash_cleartext",
    "ppolicy_use_lockout",
    "",
  ].join("\n");
}
