import { once } from "node:events";
import { isIP, connect as openTcp, type Socket } from "node:net";
import { type ConnectionOptions, connect as openTls } from "node:tls";
import { Client, ResultCodeError } from "ldapts";
import { EngineError, HostUnreachableError, TlsVerificationError } from "../../errors.ts";
import { trusted } from "../authorities.ts";
import { connectionError } from "../connection-errors.ts";
import type { DirectoryCredential } from "./credential.ts";

/** What the driver says of a lost connection; such errors have no code. */
const driverLost = /^(Socket error|Connection closed|Socket connection not established)/;

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/**
 * Connects, with TLS and the server's certificate verified unless the secret says `"ssl": false`, and closes the
 * connection after the work. Nobody is logged in yet.
 *
 * @param timeoutMs how long connection and work may take together
 * @throws HostUnreachableError, TlsVerificationError; what the server refuses passes through as the driver throws it
 */
export async function connected<T>(
  credential: DirectoryCredential,
  timeoutMs: number,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const sockets: Socket[] = [];
  const keep = <S extends Socket>(socket: S): S => {
    // A connection that breaks while idle reports it here; the operation under way fails by itself.
    socket.on("error", () => {});
    sockets.push(socket);
    return socket;
  };
  const close = (error?: Error) => {
    for (const socket of sockets) error ? socket.destroy(error) : socket.destroySoon();
  };
  const connectTimer = setTimeout(close, Math.min(longestConnectMs, timeoutMs), timedOut());
  const timer = setTimeout(close, timeoutMs, timedOut());
  try {
    const client = await open(credential, timeoutMs, keep);
    clearTimeout(connectTimer);
    return await work(client);
  } catch (error) {
    throw belowLdap(error, credential.system);
  } finally {
    clearTimeout(connectTimer);
    clearTimeout(timer);
    close();
  }
}

async function open(
  credential: DirectoryCredential,
  timeoutMs: number,
  keep: <S extends Socket>(socket: S) => S,
): Promise<Client> {
  const { host, port, tls, starttls, system } = credential;
  const plain = keep(openTcp({ host, port }));
  await once(plain, "connect");
  const options = tlsOptions(credential);
  let socket: Socket | undefined = plain;
  if (tls && !starttls) {
    socket = keep(openTls({ ...options, socket: plain }));
    await once(socket, "secureConnect").catch((error) => {
      throw handshakeError(error, system);
    });
  }
  const client = new Client({
    url: "ldap://connected",
    timeout: timeoutMs,
    // The driver would connect again by itself, but neither encrypted nor logged in: one connection is all it gets.
    createConnection: () => {
      const only = socket;
      socket = undefined;
      if (only && !only.destroyed) return only;
      throw closed(system);
    },
    createSecureConnection: (secured: unknown) => keep(openTls(secured as ConnectionOptions)),
  });
  if (starttls) {
    await client.startTLS(options).catch((error) => {
      throw handshakeError(error, system);
    });
  }
  return client;
}

function tlsOptions(credential: DirectoryCredential): ConnectionOptions {
  const { host } = credential;
  const name = isIP(host) ? { host } : { host, servername: host };
  return { ...name, secureContext: trusted(credential), rejectUnauthorized: true };
}

/** A handshake that fails before there is a certificate: the port speaks something else, or TLS is not set up. */
function handshakeError(error: unknown, system: string): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const hungUp = error instanceof Error && driverLost.test(error.message) && !connectionError(error, system);
  const noTls = error instanceof ResultCodeError || hungUp || /^(ECONNRESET|EPROTO|ERR_SSL|EPIPE)/.test(code);
  if (!noTls) return belowLdap(error, system);
  return new TlsVerificationError(
    "tls",
    `${system} offers no TLS as the secret asks for it. LDAPS is usually on port 636; for StartTLS on port 389, put "starttls": true into the secret. "ssl": false sends the password in clear.`,
  );
}

function belowLdap(error: unknown, system: string): Error {
  if (!(error instanceof Error)) return closed(system);
  if (error instanceof EngineError || error instanceof ResultCodeError) return error;
  const known = connectionError(error, system);
  if (known) return known;
  return driverLost.test(error.message) ? closed(system) : error;
}

function closed(system: string): HostUnreachableError {
  return new HostUnreachableError(
    "connect",
    `${system} closed the connection. The server may be restarting; try again.`,
  );
}

function timedOut(): Error {
  return new Error("timed out");
}
