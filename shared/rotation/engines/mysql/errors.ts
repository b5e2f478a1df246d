import type { PasswordCredential } from "../../credential.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  InvalidSecretError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";
import { errno } from "./errno.ts";
import { ServerRefusal } from "./server-refusal.ts";

const locked = new Set<number>([
  errno.accountLocked,
  errno.accountLockedMariadb,
  errno.accountBlocked,
  errno.blockedMariadb,
]);
const expired = new Set<number>([errno.mustChangePassword, errno.mustChangePasswordAtLogin]);
const quota = new Set<number>([errno.tooManyConnections, errno.tooManyOfUser, errno.limitReached]);
const policy = new Set<number>([errno.passwordPolicy, errno.passwordHistory]);
/** After the login, an access that is denied is a privilege that is missing: GRANT answers so. */
const privilege = new Set<number>([
  errno.databaseDenied,
  errno.accessDenied,
  errno.accessDeniedBare,
  errno.tableDenied,
  errno.columnDenied,
  errno.routineDenied,
  errno.privilegeNeeded,
  errno.noSuchGrantee,
]);

/** What to do when a server understands another dialect. */
export const whichEngine = `A MariaDB server needs "engine": "mariadb" in the secret, a MySQL server "engine": "mysql".`;

/**
 * Says in the terms of the protocol why a login failed. The driver's error is not kept as the cause: it may quote
 * what was sent.
 */
export function loginError(error: unknown, credential: PasswordCredential): Error {
  if (error instanceof EngineError) return error;
  const { system, username } = credential;
  const number = errnoOf(error);
  const code = codeOf(error);
  if (number === errno.accessDenied || number === errno.accessDeniedBare) {
    return new AuthenticationError(
      "authentication",
      `${system} (error ${number}) refuses the login of "${username}". Another password was set, or no account of that name admits this host or a connection like this one.`,
    );
  }
  if (number === errno.hostNotAdmitted || number === errno.hostBlocked) {
    return new EngineError(
      "connect",
      `${system} (error ${number}) admits nobody from this host. Make an account for the function's subnets; where the host was blocked after too many failures, run FLUSH HOSTS.`,
    );
  }
  if (number === errno.databaseDenied) {
    return new EngineError(
      "privilege",
      `${system} (error ${number}) does not let "${username}" use the database that "dbname" names. Grant it, or correct "dbname" in the secret.`,
    );
  }
  if (number === errno.noSuchDatabase) {
    return new EngineError(
      "statement",
      `${system} (error ${number}): the database that "dbname" names does not exist. Correct it in the secret.`,
    );
  }
  if (code === "HANDSHAKE_NO_SSL_SUPPORT") {
    return new TlsVerificationError(
      "tls",
      `${system} offers no TLS. Switch TLS on in the server, or say "ssl": false in the secret to send the password in clear.`,
    );
  }
  if (number === errno.tlsRequired) {
    return new TlsVerificationError(
      "tls",
      `${system} (error ${number}) takes only connections with TLS. Take "ssl": false out of the secret.`,
    );
  }
  if (code === "HANDSHAKE_SSL_ERROR" && !isBrokenSocket(error)) {
    return new TlsVerificationError(
      "tls",
      `The certificate of ${system} does not verify. Put its authority's certificate into the secret as "sslrootcert" (PEM), and use the host name that the certificate is for.`,
    );
  }
  if (code === "AUTH_SWITCH_PLUGIN_ERROR" || code === "MYSQL_CLEAR_PASSWORD_NOT_ENABLED") {
    return new EngineError(
      "authentication",
      `${system} asks "${username}" for a kind of login that Rekey does not have. Use an account with mysql_native_password or caching_sha2_password.`,
    );
  }
  if (number) return refusal(new ServerRefusal(number, "log in"), credential);
  return lostConnection(error, system);
}

/** Says in the terms of the protocol why a statement failed. */
export function statementError(error: unknown, credential: PasswordCredential): Error {
  if (error instanceof EngineError || error instanceof InvalidSecretError) return error;
  if (error instanceof ServerRefusal) return refusal(error, credential);
  return lostConnection(error, credential.system);
}

function refusal({ errno: number, message: doing, option }: ServerRefusal, credential: PasswordCredential) {
  const { system, username } = credential;
  const from = `${system} (error ${number})`;
  if (locked.has(number)) {
    return new EngineError(
      "locked",
      `${from}: the account of "${username}" is locked. Unlock it with ALTER USER … ACCOUNT UNLOCK, then rotate again.`,
    );
  }
  if (expired.has(number)) {
    return new EngineError(
      "locked",
      `${from}: the password of "${username}" has expired. The user itself can still be given a new one: rotate without "masterarn", or set the password of AWSCURRENT by hand.`,
    );
  }
  if (quota.has(number)) {
    return new HostUnreachableError("quota", `${from} takes no more connections for now; try again.`);
  }
  if (policy.has(number)) {
    return new PasswordRejectedError(
      "password-policy",
      `${from} does not take the new password. Adapt "passwordPolicy" in the secret to the server's rules.`,
    );
  }
  if (number === errno.missingCurrentPassword) {
    return new EngineError(
      "privilege",
      `${from}: "${username}" may change its password only by naming its primary one, which the secret does not hold. Name a superuser in "masterarn".`,
    );
  }
  if (privilege.has(number)) {
    return new EngineError(
      "privilege",
      `${from} does not let "${username}" ${doing}. Grant what that needs.`,
    );
  }
  if (number === errno.optionPrevents || number === errno.readOnlyTransaction) {
    return new EngineError(
      "statement",
      `${from}: the server's option ${option ?? "read-only"} prevents it. Name the host of the writer, not of a replica.`,
    );
  }
  if (number === errno.noSuchTable || number === errno.noSuchColumn) {
    return new EngineError(
      "statement",
      `${from}: could not ${doing}, since the table or the column is gone. Revoke what is granted on it from the user of AWSCURRENT.`,
    );
  }
  if (number === errno.lockWaitTimeout || number === errno.statementTimeoutMariadb) {
    return new EngineError(
      "statement",
      `${from} could not ${doing}, since something else locks the server's tables for long, such as a backup. Try again later.`,
    );
  }
  if (number === errno.shutdown) {
    return new HostUnreachableError("connect", `${from} is shutting down; try again.`);
  }
  if (number === errno.syntax) {
    return new EngineError("statement", `${from} does not know the statement to ${doing}. ${whichEngine}`);
  }
  return new EngineError("statement", `${from} failed to ${doing}. The server's log has the details.`);
}

function lostConnection(error: unknown, system: string): EngineError {
  const text = error instanceof Error ? error.message : "";
  if (codeOf(error) === "PROTOCOL_CONNECTION_LOST" || /socket disconnected/.test(text)) {
    return new HostUnreachableError(
      "connect",
      `${system} closed the connection. The server may be restarting; try again.`,
    );
  }
  return (
    connectionError(plain(error), system) ?? new EngineError("connect", `The connection to ${system} failed.`)
  );
}

/** The driver writes its own code over the one of the socket, which the message still has. */
function plain(error: unknown): unknown {
  const text = error instanceof Error ? error.message : "";
  const [code] = /\bE[A-Z]{4,}\b/.exec(text) ?? [];
  return code ? Object.assign(new Error(), { code }) : error;
}

/** Whether a handshake ended with its connection, and not over the certificate; Node names that in two ways. */
function isBrokenSocket(error: unknown): boolean {
  return error instanceof Error && ("syscall" in error || /socket disconnected/.test(error.message));
}

/** The server's number of an error; undefined if it is none of the server's. */
export function errnoOf(error: unknown): number | undefined {
  const number = error instanceof Error && "errno" in error ? error.errno : undefined;
  return typeof number === "number" && number > 0 ? number : undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
