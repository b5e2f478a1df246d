import { type EngineError, HostUnreachableError, TlsVerificationError } from "../errors.ts";

const unreachable: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ETIMEDOUT: "it did not answer in time",
};

/**
 * Says what went wrong below a protocol: name, connection or TLS. The same words whatever the engine.
 *
 * @param error as Node or a driver throws it; its text is not kept, since a driver may quote a statement in it
 * @param system host and port
 * @returns undefined if it is none of these
 */
export function connectionError(error: unknown, system: string): EngineError | undefined {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new HostUnreachableError(
      "dns",
      `The name of ${system} does not resolve. Check "host" in the secret, and the DNS of the function's VPC.`,
    );
  }
  if (code in unreachable || /timed? ?out/i.test(text)) {
    const why = unreachable[code] ?? "it did not answer in time";
    return new HostUnreachableError(
      "connect",
      `${system} cannot be reached: ${why}. Check "host" and "port" in the secret, the function's subnets, and the security groups.`,
    );
  }
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO)/.test(code)) {
    return new TlsVerificationError(
      "tls",
      `The certificate of ${system} does not verify (${code}). Put its authority's certificate into the secret as "sslrootcert" (PEM), and use the host name that the certificate is for.`,
    );
  }
  return undefined;
}

/** The code of the innermost error that has one of Node's: drivers wrap it. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return "";
  const own = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^[A-Z]/.test(own) && own !== "ESOCKET" ? own : codeOf(error.cause) || own;
}
