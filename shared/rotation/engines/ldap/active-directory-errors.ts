import { ResultCodeError } from "ldapts";
import {
  AuthenticationError,
  EngineError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../errors.ts";
import type { DirectoryCredential } from "./credential.ts";
import { bindError, changeError } from "./errors.ts";

/** LDAP's result code, RFC 4511. */
const insufficientAccessRights = 50;

/**
 * Why a right or wrong password does not let a user in now: the codes that Active Directory puts behind "data" into
 * the text of a refused login. Source: Microsoft's system error codes, in hexadecimal.
 */
const states: Readonly<Record<string, string>> = {
  "530": "it may not log in at this time of day",
  "531": "it may not log in from here",
  "532": "its password has expired",
  "533": "it is disabled",
  "701": "it has expired",
  "773": "it must change its password first",
  "775": "it is locked",
};

/** Says why Active Directory did not let a user in, with its own diagnostic code. */
export function activeDirectoryBindError(error: unknown, credential: DirectoryCredential): unknown {
  if (!(error instanceof ResultCodeError)) return error;
  const { system, username } = credential;
  const code = /\bdata ([0-9a-f]+)\b/i.exec(error.message)?.[1]?.toLowerCase();
  if (code === undefined) return bindError(error, credential);
  const state = states[code];
  if (state !== undefined) {
    return new EngineError(
      "locked",
      `${system} does not let "${username}" in (data ${code}): ${state}. Let an administrator put that right, then rotate again.`,
    );
  }
  return new AuthenticationError(
    "authentication",
    `${system} refuses the login of "${username}" (data ${code}). Another password was set, or there is no such user.`,
  );
}

/**
 * Says why Active Directory did not set a password, with its own diagnostic code.
 *
 * @param as who asked
 */
export function activeDirectoryChangeError(
  error: unknown,
  as: DirectoryCredential,
  next: DirectoryCredential,
): unknown {
  if (!(error instanceof ResultCodeError)) return error;
  const { system, username } = as;
  const code = /^\s*([0-9a-f]{8}):/i.exec(error.message)?.[1]?.toUpperCase();
  const from = `${system} (${code ?? `LDAP result ${error.code}`})`;
  switch (error.code === insufficientAccessRights ? "00000005" : code) {
    case "0000052D":
      return new PasswordRejectedError(
        "password-policy",
        `${from} does not take the new password of "${next.username}": length, complexity, history, or the last change is too recent (a day, unless the domain's policy says otherwise). Adapt "passwordPolicy" in the secret; the last two do not hold for an administrator named in "masterarn".`,
      );
    case "00000056":
      return new AuthenticationError(
        "authentication",
        `${from} does not take the old password of "${username}": another one is set.`,
      );
    case "00000005":
      return new EngineError(
        "privilege",
        `${from} does not let "${username}" set the password of "${next.username}". Give it the right "${username === next.username ? "Change password" : "Reset password"}" on that user.`,
      );
    case "0000001F":
      return new TlsVerificationError("tls", `${from} does not take the connection for encrypted enough.`);
    default:
      return changeError(error, as, next);
  }
}
