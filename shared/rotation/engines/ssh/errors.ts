import { AuthenticationError, EngineError, HostKeyError, HostUnreachableError } from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";
import type { SshHost } from "./credential.ts";
import { fingerprint } from "./keys.ts";
import { firstString } from "./wire.ts";

/** Says why there is no connection, or none any more. The driver's error is not kept: its text has no more to tell. */
export function connectError(error: unknown, { label }: SshHost, username: string): EngineError {
  if (error instanceof EngineError) return error;
  const level = error instanceof Error && "level" in error ? error.level : undefined;
  if (level === "client-authentication") {
    return new AuthenticationError(
      "authentication",
      `${label} refuses the login of "${username}" with the key. It is not in the user's authorized_keys, its options do not admit this address, or the user may not log in.`,
    );
  }
  const text = error instanceof Error ? error.message : "";
  if (/no matching host key/i.test(text)) {
    return new HostKeyError(
      "tls",
      `${label} has no host key of a kind that "hostKeys" in the secret holds. Add the key that it has, once its administrator has confirmed it.`,
    );
  }
  if (/no matching/i.test(text)) {
    return new EngineError(
      "connect",
      `${label} and Rekey have no algorithm in common: the server's are too old. Update it.`,
    );
  }
  const known = connectionError(error, label);
  if (known) return known;
  return lost({ label });
}

/** The connection ended by itself. */
export function lost({ label }: Pick<SshHost, "label">): HostUnreachableError {
  return new HostUnreachableError(
    "connect",
    `${label} closed the connection, or does not speak SSH. The server may be restarting; try again.`,
  );
}

/** The server shows another key than the secret vouches for. Host keys and fingerprints are public. */
export function hostKeyError({ label }: SshHost, blob: Buffer): HostKeyError {
  return new HostKeyError(
    "tls",
    `${label} shows the ${firstString(blob) ?? "unreadable"} key ${fingerprint(blob)}, which "hostKeys" in the secret does not hold. Somebody may stand between. If its administrator confirms that key, put it into the secret.`,
  );
}

/** The user may not change the file, or there is none. */
export function fileError({ label }: SshHost, username: string, why: string): EngineError {
  return new EngineError(
    "privilege",
    `${label} does not let "${username}" change ~/.ssh/authorized_keys: ${why}. Let an administrator put that right, then rotate again.`,
  );
}

/** The user may log in, but neither by SFTP nor by a shell. */
export function restrictedError({ label }: SshHost, username: string): EngineError {
  return new EngineError(
    "privilege",
    `${label} lets "${username}" neither use SFTP nor a shell: a forced command, or a restricted one for a shell. Such a key cannot replace itself; let the host's configuration do it.`,
  );
}
