import { ErrorReply } from "@redis/client";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  TlsVerificationError,
} from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";

/** The server can write its users nowhere: at its next start it would take the old password again, not the new. */
export class NotPersistentError extends EngineError {
  override name = "NotPersistentError";

  constructor(place: string, why: string) {
    super(
      "statement",
      `${place} would forget a new password when it restarts: ${why}. Give the server an aclfile, or a configuration file, that it may write. If it is given its passwords from this secret at each start, say "persist": false in the secret.`,
    );
  }
}

/** What was being done when it went wrong. */
export interface Attempt {
  /** Host and port. */
  place: string;
  username: string;
  /** The command's name without its arguments; absent while connecting. */
  command?: string;
}

/** OpenSSL's words for an answer that is no TLS. */
const noTls = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNEXPECTED_MESSAGE|RECORD_LAYER/;

/** OpenSSL's words for a server that wants to see a certificate, or another one. */
const wantsCertificate = /ALERT_(\w*CERTIFICATE\w*|HANDSHAKE_FAILURE|UNKNOWN_CA)$/;

/**
 * Says what went wrong in the terms of the protocol. The server's text is not kept: it quotes arguments.
 *
 * @param error as the driver or Node throws it
 */
export function engineError(error: unknown, attempt: Attempt): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof ErrorReply) return refusal(error.message, attempt);
  const { place } = attempt;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (noTls.test(code)) return noTlsError(place);
  if (wantsCertificate.test(code)) {
    return new TlsVerificationError(
      "tls",
      `${place} asks for a client's certificate that it trusts (tls-auth-clients). Put "sslcert" and "sslkey" (PEM) into the secret, or set tls-auth-clients to optional.`,
    );
  }
  if (code === "ECONNRESET" || isClosed(error)) return closedError(place);
  return (
    connectionError(error, place) ??
    new EngineError("connect", `The connection to ${place} failed. Try again.`)
  );
}

/** The server speaks no TLS where it was asked to, or takes the connection and is silent. */
export function noTlsError(place: string): TlsVerificationError {
  return new TlsVerificationError(
    "tls",
    `${place} did not answer in TLS. Use the server's tls-port (and tls-replication, so that replicas announce theirs), or say "ssl": false in the secret to send the password in clear.`,
  );
}

function closedError(place: string): HostUnreachableError {
  return new HostUnreachableError(
    "connect",
    `${place} closed the connection. It may be restarting, have as many clients as maxclients allows, or take nothing but TLS; try again.`,
  );
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && /socket closed|client is closed|disconnects client/i.test(error.message);
}

/** By the first word of an error reply, from Redis's sources; everything unspecific is `ERR`. */
function refusal(text: string, { place, username, command = "the login" }: Attempt): EngineError {
  const [kind = "ERR"] = /^[A-Z]+/.exec(text) ?? [];
  if (kind === "WRONGPASS" || kind === "NOAUTH" || /^ERR (invalid password|AUTH )/.test(text)) {
    return new AuthenticationError(
      "authentication",
      `${place} refuses the login of "${username}" (${kind}). Another password was set, or the user is off or does not exist.`,
    );
  }
  if (kind === "NOPERM") {
    return new EngineError(
      "privilege",
      `${place} does not let "${username}" run ${command}. Grant it +acl +info +client|list +cluster|nodes +config|get +config|set +config|rewrite, or name a superuser in "masterarn".`,
    );
  }
  if (/max number of clients/.test(text)) {
    return new HostUnreachableError(
      "quota",
      `${place} takes no more clients for now (maxclients); try again.`,
    );
  }
  if (kind === "DENIED") {
    return new EngineError(
      "connect",
      `${place} takes no connections from other machines, since its default user has no password (protected mode). Give it one.`,
    );
  }
  if (["LOADING", "MASTERDOWN", "BUSY", "TRYAGAIN", "CLUSTERDOWN"].includes(kind)) {
    return new HostUnreachableError("connect", `${place} is not ready (${kind}); try again.`);
  }
  if (/^ERR unknown (sub)?command/i.test(text)) {
    return new EngineError(
      "statement",
      `${place} does not know ${command}. It must be Redis 6 or newer, or Valkey, with that command not renamed.`,
    );
  }
  return new EngineError(
    "statement",
    `${place} failed at ${command} (${kind}). The server's log may tell more.`,
  );
}
