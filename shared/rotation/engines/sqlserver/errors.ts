import type { PasswordCredential } from "../../credential.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";

interface Meaning {
  numbers: readonly number[];
  error: (from: string, username: string) => EngineError;
}

/** What SQL Server's error numbers mean: its documentation, "Database engine events and errors". */
const meanings: readonly Meaning[] = [
  {
    // 18452: the server takes Windows logins only.
    numbers: [18_456, 18_452],
    error: (from, username) =>
      new AuthenticationError(
        "authentication",
        `${from} refuses the login of "${username}". Another password was set, or the login does not exist.`,
      ),
  },
  {
    numbers: [18_486, 15_113],
    error: (from, username) =>
      new EngineError(
        "locked",
        `${from} has locked "${username}" after too many failed logins. Unlock it: ALTER LOGIN … WITH PASSWORD = … UNLOCK.`,
      ),
  },
  {
    numbers: [18_470],
    error: (from, username) =>
      new EngineError("locked", `${from} has "${username}" disabled. Enable it: ALTER LOGIN … ENABLE.`),
  },
  {
    numbers: [18_487, 18_488],
    error: (from, username) =>
      new EngineError(
        "locked",
        `${from} has the password of "${username}" expired, or wants it changed at the first login. Let an administrator set the password of AWSCURRENT, and switch CHECK_EXPIRATION off for a login that is rotated.`,
      ),
  },
  {
    numbers: [4_060, 4_063, 4_064, 916],
    error: (from, username) =>
      new EngineError(
        "statement",
        `${from}: the database that "dbname" names does not exist, or "${username}" has no user in it. Correct one or the other.`,
      ),
  },
  {
    // 15114: too recent to change; 15115: used before; 33062 to 33064: SQL Server's own rules, without Windows'.
    numbers: [15_114, 15_115, 15_116, 15_117, 15_118, 15_119, 15_120, 33_062, 33_063, 33_064],
    error: (from) =>
      new PasswordRejectedError(
        "password-policy",
        `${from} does not take the new password. Adapt "passwordPolicy" in the secret to the server's rules; a minimum age or a history of passwords may stand against a change, too.`,
      ),
  },
  {
    // 15151 also stands for an OLD_PASSWORD that is not the login's.
    numbers: [15_247, 15_151, 229, 230, 262, 297, 300, 4_613, 4_618, 15_406],
    error: (from, username) =>
      new EngineError(
        "privilege",
        `${from} does not let "${username}" do this, or shows it no such login. A login may change its own password; a superuser needs ALTER ANY LOGIN, and the role db_owner in the databases that the user is in.`,
      ),
  },
  {
    numbers: [15_023],
    error: (from) =>
      new EngineError(
        "statement",
        `${from} has in a database a user by the name of the second login that belongs to another login. Rename or drop that user.`,
      ),
  },
  {
    numbers: [17_142, 17_187, 17_809, 17_810, 10_928, 10_929, 40_613],
    error: (from) =>
      new HostUnreachableError("quota", `${from} takes no more connections for now; try again.`),
  },
];

/**
 * Says what went wrong in the terms of the protocol. The driver's error is not kept as the cause: the server may
 * quote the statement, and the statement holds the password.
 *
 * @param numbers the numbers of the errors that the server sent, first one first: of a login that fails the driver
 *   keeps only the last one's text
 */
export function engineError(
  error: unknown,
  numbers: readonly number[],
  { system, username }: PasswordCredential,
): EngineError {
  if (error instanceof EngineError) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EENCRYPT") return encryptionError(error, system);
  for (const number of numbers) {
    const meaning = meanings.find((one) => one.numbers.includes(number));
    if (meaning) return meaning.error(`${system} (error ${number})`, username);
  }
  if (numbers.length > 0) {
    return new EngineError(
      "statement",
      `${system} (error ${numbers.join(", ")}) failed. The server's log has the details.`,
    );
  }
  const known = connectionError(error, system);
  if (known) return known;
  if (code === "ECLOSE" || code === "ESOCKET") {
    return new HostUnreachableError(
      "connect",
      `${system} closed the connection. The server may be restarting; try again.`,
    );
  }
  return new EngineError("connect", `The connection to ${system} failed.`);
}

function encryptionError(error: unknown, system: string): TlsVerificationError {
  const wanted = error instanceof Error && /requires encryption/.test(error.message);
  return new TlsVerificationError(
    "tls",
    wanted
      ? `${system} takes no connections in clear. Take "ssl": false out of the secret.`
      : `${system} offers no TLS. Switch TLS on in the server, or say "ssl": false in the secret to send the password in clear.`,
  );
}
