import type { PasswordCredential } from "../../credential.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";

/** The password is right, but has run out: it lets in only whoever sets a new one. */
export class PasswordExpiredError extends AuthenticationError {}

interface Meaning {
  codes: readonly string[];
  error: (from: string, username: string) => EngineError;
}

/** What Oracle's error numbers and the driver's mean: "Database Error Messages", and the driver's `errors.js`. */
const meanings: readonly Meaning[] = [
  {
    // 28008: the old password that a change was asked for with.
    codes: ["ORA-01017", "ORA-28008"],
    error: (from, username) =>
      new AuthenticationError(
        "authentication",
        `${from} refuses the login of "${username}". Another password was set, or the user does not exist.`,
      ),
  },
  {
    codes: ["ORA-28001"],
    error: (from, username) =>
      new PasswordExpiredError(
        "authentication",
        `${from} says that the password of "${username}" has run out. Rotate the secret before PASSWORD_LIFE_TIME of the user's profile is over; a single user sets a new one itself.`,
      ),
  },
  {
    codes: ["ORA-28000"],
    error: (from, username) =>
      new EngineError(
        "locked",
        `${from} has locked "${username}". Unlock it: ALTER USER … ACCOUNT UNLOCK, and see FAILED_LOGIN_ATTEMPTS of its profile.`,
      ),
  },
  {
    // 28003: the profile's function; 28007: used before; 00972 and 28218: too long.
    codes: ["ORA-28003", "ORA-28007", "ORA-00972", "ORA-00988", "ORA-28218", "ORA-28219"],
    error: (from) =>
      new PasswordRejectedError(
        "password-policy",
        `${from} does not take the new password. Adapt "passwordPolicy" in the secret to the rules of the user's profile.`,
      ),
  },
  {
    // 01045: no CREATE SESSION; 00942 and 04043: what one may not see does not exist.
    codes: ["ORA-01031", "ORA-01045", "ORA-00942", "ORA-04043", "ORA-00990", "ORA-01927", "ORA-01932"],
    error: (from, username) =>
      new EngineError(
        "privilege",
        `${from} does not let "${username}" do this. A superuser needs CREATE USER, ALTER USER, the right to grant what the users have, and SELECT_CATALOG_ROLE.`,
      ),
  },
  {
    codes: ["ORA-01918"],
    error: (from) =>
      new EngineError("statement", `${from} has no such user. Correct "username" in the secret.`),
  },
  {
    codes: ["NJS-518", "NJS-519", "ORA-12514", "ORA-12505"],
    error: (from) =>
      new EngineError(
        "statement",
        `${from}: the listener knows no service by the name in "dbname". Correct it in the secret; a SID is not enough.`,
      ),
  },
  {
    codes: ["NJS-530", "ORA-12545"],
    error: (from) =>
      new HostUnreachableError(
        "dns",
        `The name of ${from} does not resolve. Check "host" in the secret, and the DNS of the function's VPC.`,
      ),
  },
  {
    codes: [
      "ORA-00018",
      "ORA-00020",
      "ORA-02391",
      "ORA-12516",
      "ORA-12519",
      "ORA-12520",
      "ORA-12526",
      "ORA-12528",
    ],
    error: (from) =>
      new HostUnreachableError("quota", `${from} takes no more connections for now; try again.`),
  },
  {
    codes: ["NJS-510", "NJS-123", "ORA-12170"],
    error: (from) =>
      new HostUnreachableError(
        "connect",
        `${from} did not answer in time. Check "host" and "port" in the secret, the function's subnets, and the security groups.`,
      ),
  },
  {
    codes: ["NJS-533", "ORA-12660"],
    error: (from) =>
      new TlsVerificationError(
        "tls",
        `${from} wants Oracle's native network encryption, which the driver does not have. Switch TLS on in the server, and take its port and no "ssl": false in the secret.`,
      ),
  },
  {
    codes: [
      "NJS-500",
      "NJS-501",
      "NJS-521",
      "ORA-12537",
      "ORA-12547",
      "ORA-12541",
      "ORA-01033",
      "ORA-01034",
      "ORA-01089",
    ],
    error: (from) =>
      new HostUnreachableError(
        "connect",
        `${from} closed the connection, or is starting or stopping. Try again.`,
      ),
  },
];

/**
 * Says what went wrong in the terms of the protocol. The driver's error is not kept as the cause: the server may
 * quote the statement, and the statement may hold the password.
 */
export function engineError(error: unknown, { system, username }: PasswordCredential): EngineError {
  if (error instanceof EngineError) return error;
  const text = error instanceof Error ? error.message : "";
  const code = codeOf(error, text);
  if (/^NJS-50[5-8]$/.test(code)) return tlsError(text, system);
  if (code === "NJS-503") return unreachable(text, system);
  const meaning = meanings.find(({ codes }) => codes.includes(code));
  if (meaning) return meaning.error(`${system} (${code})`, username);
  if (code.startsWith("ORA-")) {
    return new EngineError("statement", `${system} (${code}) failed. The server's log has the details.`);
  }
  return new EngineError("connect", `The connection to ${system} failed${code ? ` (${code})` : ""}.`);
}

/** A listener's refusal comes with its number in the text. */
function codeOf(error: unknown, text: string): string {
  const own = error instanceof Error && "code" in error ? String(error.code) : "";
  const [refusal = ""] = own === "NJS-511" ? (/ORA-\d{5}/.exec(text) ?? []) : [];
  return refusal || own;
}

/** The driver keeps of Node's error only the text; its code is in it. */
function unreachable(text: string, system: string): EngineError {
  const [code = "ECONNREFUSED"] = /\bE[A-Z]{4,}\b/.exec(text) ?? [];
  return (
    connectionError(Object.assign(new Error(), { code }), system) ??
    new HostUnreachableError("connect", `${system} cannot be reached. Check "host" and "port" in the secret.`)
  );
}

function tlsError(text: string, system: string): TlsVerificationError {
  const noTls =
    /wrong version number|packet length too long|before secure TLS|ECONNRESET|socket hang up/i.test(text);
  return new TlsVerificationError(
    "tls",
    noTls
      ? `${system} offers no TLS on this port. Use the port for TLS, which is 2484 on Amazon RDS if nothing else was chosen, or say "ssl": false in the secret.`
      : `The certificate of ${system} does not verify. Put its authority's certificate into the secret as "sslrootcert" (PEM), and use the host name that the certificate is for.`,
  );
}
