import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { rootCertificates } from "node:tls";
import { EngineError, HostUnreachableError, TlsVerificationError } from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";

/** The longest answer that is read, in bytes. */
const maximumAnswerBytes = 1_048_576;

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/** A request, ready to be sent. */
export interface HttpRequest {
  method: string;
  url: URL;
  /** By lower-case name. */
  headers: Record<string, string>;
  body?: string | undefined;
  /** PEM of the authority that signed the server's certificate, where it is not a public one. */
  sslrootcert?: string | undefined;
}

/** A whole answer, whatever its status. */
export interface HttpAnswer {
  status: number;
  /** What it says in Retry-After, in milliseconds; undefined if nothing that is understood. */
  retryAfterMs: number | undefined;
  text: string;
}

/**
 * Sends a request on a connection of its own, once, and reads the answer. The certificate is verified, a redirect is
 * not followed: the request holds secrets. Node's http is used and not its fetch, which cannot be told an authority.
 * No error holds anything of the request but the host.
 *
 * @param timeoutMs how long all of it may take
 * @throws HostUnreachableError if it cannot be delivered or is not answered in time; the server may have done it
 * @throws TlsVerificationError if the certificate does not verify
 * @throws EngineError with the code "answer" if the answer is a redirect, too long, or no HTTP
 */
export async function send(request: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
  const { url } = request;
  let outgoing: ClientRequest | undefined;
  const { promise: late, reject: fail } = Promise.withResolvers<never>();
  const timers = [
    setTimeout(() => fail(timedOut()), timeoutMs),
    setTimeout(
      () => {
        if (!isConnected(outgoing)) fail(timedOut());
      },
      Math.min(longestConnectMs, timeoutMs),
    ),
  ];
  try {
    outgoing = start(request);
    return await Promise.race([late, exchange(outgoing, request.body, url.host)]);
  } catch (error) {
    throw sendingError(error, url.host);
  } finally {
    timers.forEach(clearTimeout);
    outgoing?.destroy();
  }
}

function start({ method, url, headers, body, sslrootcert }: HttpRequest): ClientRequest {
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const options = {
    method,
    // Compressed answers could be far longer than they look.
    headers: { "accept-encoding": "identity", "user-agent": "rekey", ...headers, ...length },
    agent: false,
  } as const;
  if (url.protocol === "http:") return httpRequest(url, options);
  const ca = sslrootcert === undefined ? undefined : [...rootCertificates, sslrootcert];
  return httpsRequest(url, { ...options, ca });
}

/** A connection is there once TLS is, too. */
function isConnected(outgoing: ClientRequest | undefined): boolean {
  const socket = outgoing?.socket;
  return Boolean(
    socket && !socket.connecting && (!("secureConnecting" in socket) || !socket.secureConnecting),
  );
}

async function exchange(
  outgoing: ClientRequest,
  body: string | undefined,
  system: string,
): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.once("response", resolve);
  outgoing.on("error", reject);
  outgoing.end(body);
  const incoming = await promise;
  const { statusCode: status = 0, headers } = incoming;
  if (status >= 300 && status < 400) {
    throw answerError(
      system,
      `with a redirect (${status}), which is not followed: the request holds secrets`,
    );
  }
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw answerError(system, "in a compression that was not asked for");
  return {
    status,
    retryAfterMs: retryAfterMs(headers["retry-after"]),
    text: await readText(incoming, system),
  };
}

async function readText(incoming: IncomingMessage, system: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maximumAnswerBytes) throw answerError(system, `with more than ${maximumAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw answerError(system, "in an encoding that is not UTF-8");
  }
}

function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined;
}

function timedOut(): Error {
  return Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });
}

/** An answer that is not as it should be; `how` says it without quoting it, since it may hold a key. */
export function answerError(system: string, how: string): EngineError {
  return new EngineError(
    "answer",
    `${system} answered ${how}. Check the URLs in the secret and the API's documentation.`,
  );
}

function sendingError(error: unknown, system: string): EngineError {
  if (error instanceof EngineError) return error;
  const known = connectionError(error, system);
  if (known instanceof TlsVerificationError) return known;
  if (known?.code === "dns") {
    return new HostUnreachableError(
      "dns",
      `The name of ${system} does not resolve. Check the URLs in the secret, and the DNS of the function's VPC.`,
    );
  }
  if (known) {
    return new HostUnreachableError(
      "connect",
      `${system} cannot be reached, or did not answer in time. Check the URLs in the secret, the function's subnets, and the security groups.`,
    );
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("HPE_")) return answerError(system, "with something that is no HTTP");
  return new HostUnreachableError("connect", `The connection to ${system} failed; try again.`);
}
