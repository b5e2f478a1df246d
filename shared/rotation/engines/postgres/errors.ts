import pg from "pg";
import type { Credential } from "../../credential.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../errors.ts";

/** SQLSTATEs, from PostgreSQL's documentation, appendix A. */
const authenticationStates = new Set(["28P01", "28000"]);
const quotaStates = new Set(["53300", "53400", "57P03"]);
const endedStates = new Set(["57P01", "57P02"]);

const unreachable: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was reset",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ETIMEDOUT: "it did not answer in time",
};

/**
 * Says what went wrong in the terms of the protocol. The driver's error is not kept as the cause: the server may
 * quote the statement, and the statement holds the password.
 */
export function engineError(error: unknown, { host, port, username }: Credential): EngineError {
  if (error instanceof EngineError) return error;
  const place = `${host}:${port}`;
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : "";
  if (error instanceof pg.DatabaseError) return databaseError(error, place, username);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new HostUnreachableError(
      "dns",
      `The name ${host} does not resolve. Check "host" in the secret, and the DNS of the function's VPC.`,
    );
  }
  if (code in unreachable || /timeout/i.test(text)) {
    const why = unreachable[code] ?? "it did not answer in time";
    return new HostUnreachableError(
      "connect",
      `${place} cannot be reached: ${why}. Check "host" and "port" in the secret, the function's subnets, and the security groups.`,
    );
  }
  if (/does not support SSL/.test(text)) {
    return new TlsVerificationError(
      "tls",
      `${place} offers no TLS. Switch TLS on in the server, or say "ssl": false in the secret to send the password in clear.`,
    );
  }
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO)/.test(code)) {
    return new TlsVerificationError(
      "tls",
      `The certificate of ${place} does not verify (${code}). Put its authority's certificate into the secret as "sslrootcert" (PEM), and use the host name that the certificate is for.`,
    );
  }
  if (/Connection terminated/.test(text)) {
    return new HostUnreachableError(
      "connect",
      `${place} closed the connection. The server may be restarting; try again.`,
    );
  }
  return new EngineError("connect", `The connection to ${place} failed${code ? ` (${code})` : ""}.`);
}

function databaseError(error: pg.DatabaseError, place: string, username: string): EngineError {
  const state = error.code ?? "";
  const from = `${place} (SQLSTATE ${state})`;
  if (authenticationStates.has(state)) {
    return new AuthenticationError(
      "authentication",
      `${from} refuses the login of "${username}". Another password was set, or pg_hba.conf does not admit the user.`,
    );
  }
  if (state === "42501") {
    return new EngineError(
      "privilege",
      `${from} does not let "${username}" change the password. On Amazon RDS with rds.restrict_password_commands, grant the user rds_password.`,
    );
  }
  // 22023 is what the passwordcheck extension raises.
  if (state === "22023") {
    return new PasswordRejectedError(
      "password-policy",
      `${from} does not take the new password. Adapt "passwordPolicy" in the secret to the server's rules.`,
    );
  }
  if (state === "3D000") {
    return new EngineError(
      "statement",
      `${from}: the database that "dbname" names does not exist. Correct it in the secret.`,
    );
  }
  if (endedStates.has(state)) {
    return new HostUnreachableError(
      "connect",
      `${from} ended the session. The server may be restarting; try again.`,
    );
  }
  if (quotaStates.has(state)) {
    return new HostUnreachableError("quota", `${from} takes no more connections for now; try again.`);
  }
  return new EngineError("statement", `${from} failed. The server's log has the details.`);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
