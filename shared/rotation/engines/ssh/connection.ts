import ssh2 from "ssh2";
import { HostKeyError } from "../../errors.ts";
import type { SshCredential, SshHost } from "./credential.ts";
import { connectError, hostKeyError, lost } from "./errors.ts";
import { hostKeyAlgorithms } from "./host-keys.ts";
import { firstString } from "./wire.ts";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/**
 * Logs in at a host with the key, does the work, and leaves. Nothing but the key is tried, and only at a server that
 * shows a key that the secret vouches for. A server may have keys of several kinds: it is asked for the one that the
 * secret knows, and where a fingerprint does not tell, for one after the other.
 *
 * @param timeoutMs how long connection and work may take together
 * @throws AuthenticationError, HostUnreachableError, HostKeyError; what the work throws passes through
 */
export async function connected<T>(
  host: SshHost,
  credential: SshCredential,
  timeoutMs: number,
  work: (client: ssh2.Client) => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let firstShown: Buffer | undefined;
  for (let kinds = kindsOf(host); ; ) {
    let shown: Buffer | undefined;
    const notTrusted = (blob: Buffer) => {
      shown = blob;
      firstShown ??= blob;
      return hostKeyError(host, blob);
    };
    try {
      return await attempt(host, credential, deadline - performance.now(), kinds, notTrusted, work);
    } catch (error) {
      const kind = shown && firstString(shown);
      kinds = kinds.filter((other) => other !== kind);
      if (kind !== undefined && kinds.length > 0) continue;
      // Of the keys that were shown, the first is the one that other clients are shown.
      throw firstShown && error instanceof HostKeyError ? hostKeyError(host, firstShown) : error;
    }
  }
}

async function attempt<T>(
  host: SshHost,
  { username, privateKey }: SshCredential,
  timeoutMs: number,
  kinds: readonly string[],
  notTrusted: (blob: Buffer) => Error,
  work: (client: ssh2.Client) => Promise<T>,
): Promise<T> {
  const client = new ssh2.Client();
  const end = Promise.withResolvers<never>();
  // It may end when nobody waits for it any more.
  end.promise.catch(() => {});
  const giveUp = () => end.reject(connectError(new Error("timed out"), host, username));
  const timer = setTimeout(giveUp, timeoutMs);
  const connectTimer = setTimeout(giveUp, Math.min(longestConnectMs, timeoutMs));
  const ready = new Promise<void>((resolve) => client.once("ready", resolve));
  client.on("connect", () => {
    clearTimeout(connectTimer);
    // Small questions and answers: the kernel would hold each back for a moment.
    client.setNoDelay(true);
  });
  client.on("error", (error) => end.reject(connectError(error, host, username)));
  client.on("close", () => end.reject(lost(host)));
  try {
    client.connect({
      host: host.name,
      port: host.port,
      username,
      privateKey,
      authHandler: ["publickey"],
      algorithms: { serverHostKey: kinds.flatMap((kind) => hostKeyAlgorithms[kind] ?? []) },
      readyTimeout: 0,
      hostVerifier: (blob: Buffer) => {
        const trusted = isTrusted(host, blob);
        if (!trusted) end.reject(notTrusted(blob));
        return trusted;
      },
    });
    await Promise.race([ready, end.promise]);
    return await Promise.race([work(client), end.promise]);
  } finally {
    clearTimeout(timer);
    clearTimeout(connectTimer);
    client.end();
    client.destroy();
  }
}

function isTrusted({ keys }: SshHost, blob: Buffer): boolean {
  const own = keys.filter((key) => key.is(blob));
  return own.length > 0 && !own.some(({ revoked }) => revoked);
}

/** The kinds of key to ask for, those that the secret tells first; a fingerprint may be of any. */
function kindsOf({ keys }: SshHost): string[] {
  const types = keys.filter(({ revoked }) => !revoked).map(({ type }) => type);
  const [told, others] = [true, false].map((wanted) =>
    Object.keys(hostKeyAlgorithms).filter((kind) => types.includes(kind) === wanted),
  );
  return [...(told ?? []), ...(types.includes(undefined) ? (others ?? []) : [])];
}
