import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { createClient } from "@redis/client";
import { type EngineError, HostUnreachableError } from "../../errors.ts";
import type { RedisCredential } from "./credential.ts";
import { engineError, noTlsError } from "./errors.ts";
import { type Address, tlsSettings } from "./tls.ts";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/** A connection to one node, logged in. */
export interface Connection {
  /** Host and port, for messages. */
  place: string;
  /**
   * Runs a command.
   *
   * @throws EngineError
   */
  command(...words: string[]): Promise<unknown>;
  /** Runs a command and throws the driver's own error, which has the server's text: for who must read it. */
  raw(...words: string[]): Promise<unknown>;
  /** Turns an error of raw() into one that may leave. */
  explain(error: unknown, command: string): EngineError;
}

/**
 * Connects and logs in, with TLS unless the secret says `"ssl": false`. There is no fall-back from one to the other.
 *
 * @param signal closes the connection when it is aborted
 * @param address another node than the one that the secret names, as a node announced it
 * @throws AuthenticationError, HostUnreachableError, TlsVerificationError or another EngineError
 */
export async function connect(
  credential: RedisCredential,
  signal: AbortSignal,
  address?: Address,
): Promise<Connection> {
  const { host, port } = address ?? credential;
  const { username, password } = credential;
  const place = `${host}:${port}`;
  const soon = AbortSignal.any([signal, AbortSignal.timeout(longestConnectMs)]);
  let awaitsTls = false;
  try {
    const socket = credential.tls ? await connectSocket(host, port, soon) : undefined;
    awaitsTls = credential.tls;
    const client = createClient({
      username,
      password,
      name: "rekey",
      socket: {
        ...(socket ? { tls: true, socket, ...tlsSettings(credential, address) } : {}),
        host,
        port,
        connectTimeout: longestConnectMs,
        reconnectStrategy: false,
      },
      disableClientInfo: true,
      disableOfflineQueue: true,
      maintNotifications: "disabled",
    });
    // What breaks a connection is thrown by the command under way.
    client.on("error", () => {});
    client.on("connect", () => {
      awaitsTls = false;
    });
    const close = () => {
      client.destroy();
      socket?.destroy();
    };
    soon.addEventListener("abort", () => client.isReady || close(), { once: true });
    signal.addEventListener("abort", close, { once: true });
    await unlessAborted(client.connect(), soon);
    const raw = (...words: string[]): Promise<unknown> => client.sendCommand(words);
    const explain = (error: unknown, command: string) =>
      signal.aborted ? tooLate(place) : engineError(error, { place, username, command });
    return {
      place,
      raw,
      explain,
      command: (...words) =>
        raw(...words).catch((error: unknown) => {
          throw explain(error, nameOf(words));
        }),
    };
  } catch (error) {
    if (!soon.aborted) throw engineError(error, { place, username });
    // A server without TLS takes the greeting for the beginning of a command, and waits for the rest.
    throw awaitsTls ? noTlsError(place) : tooLate(place);
  }
}

/** The driver does not say whether a host or only its TLS is silent: so the socket is connected first. */
async function connectSocket(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = connectTcp({ host, port });
  // Once connected, the TLS socket around it reports its errors.
  socket.on("error", () => {});
  try {
    await once(socket, "connect", { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** A signal for all of a call; a budget may come in fractions of a millisecond, which AbortSignal refuses. */
export function after(timeoutMs: number): AbortSignal {
  return AbortSignal.timeout(Math.ceil(timeoutMs));
}

async function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = once(signal, "abort").then(() => {
    throw signal.reason;
  });
  await Promise.race([work, aborted]);
}

function tooLate(place: string): HostUnreachableError {
  return new HostUnreachableError(
    "connect",
    `${place} cannot be reached: it did not answer in time. Check "host" and "port" in the secret, the function's subnets, and the security groups.`,
  );
}

/** `ACL SETUSER` of all the words; an argument may be a secret, and never stands in a message. */
function nameOf([command = "", subcommand = ""]: readonly string[]): string {
  return ["ACL", "CLIENT", "CLUSTER", "CONFIG"].includes(command) ? `${command} ${subcommand}` : command;
}
