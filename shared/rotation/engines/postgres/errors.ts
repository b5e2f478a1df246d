import pg from "pg";
import type { PasswordCredential } from "../../credential.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";

/** SQLSTATEs, from PostgreSQL's documentation, appendix A. */
const authenticationStates = new Set(["28P01", "28000"]);
const quotaStates = new Set(["53300", "53400", "57P03"]);
const endedStates = new Set(["57P01", "57P02", "25P03"]);
const lockStates = new Set(["55P03", "40P01", "40001"]);

/**
 * Says what went wrong in the terms of the protocol. The driver's error is not kept as the cause: the server may
 * quote the statement, and the statement holds the password.
 */
export function engineError(error: unknown, { system, username }: PasswordCredential): EngineError {
  if (error instanceof EngineError) return error;
  const text = error instanceof Error ? error.message : "";
  if (error instanceof pg.DatabaseError) return databaseError(error, system, username);
  if (/does not support SSL/.test(text)) {
    return new TlsVerificationError(
      "tls",
      `${system} offers no TLS. Switch TLS on in the server, or say "ssl": false in the secret to send the password in clear.`,
    );
  }
  if (/authenticationOk message type/.test(text)) {
    return new EngineError(
      "connect",
      `${system} asks for a way to log in that the driver does not have, such as Amazon Redshift's with SHA-256 passwords. Set the user's password once as MD5 or SCRAM-SHA-256.`,
    );
  }
  const known = connectionError(error, system);
  if (known) return known;
  if (/Connection terminated/.test(text)) {
    return new HostUnreachableError(
      "connect",
      `${system} closed the connection. The server may be restarting; try again.`,
    );
  }
  return new EngineError("connect", `The connection to ${system} failed.`);
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
  const locked = lockError(error);
  if (locked) return locked;
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

/** Says that another session was in the way; undefined if it was not that. */
export function lockError({ code = "" }: pg.DatabaseError): EngineError | undefined {
  if (!lockStates.has(code)) return undefined;
  return new EngineError(
    "statement",
    `Another session holds what had to be changed (SQLSTATE ${code}). Nothing was changed; try again.`,
  );
}
