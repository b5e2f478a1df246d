import type { RotationContext } from "../context.ts";
import { InvalidSecretError } from "../errors.ts";
import { logsIn } from "../login.ts";
import { newPassword, withOverrides } from "../password.ts";
import { readVersion } from "../versions.ts";

/**
 * The value of the next version: AWSCURRENT's, with a new password and everything else as it is. It is made only
 * once the server has answered, so that a wrong host or certificate is told before anything has changed. A refused
 * login is no reason to stop: setSecret knows more credentials.
 *
 * @throws InvalidSecretError if there is no AWSCURRENT, or it cannot be rotated
 * @throws HostUnreachableError, TlsVerificationError or another EngineError if the server cannot be talked to
 */
export async function newValue(context: RotationContext, secretId: string): Promise<object> {
  const current = await readVersion(context, secretId, "AWSCURRENT");
  if (!current) {
    throw new InvalidSecretError(
      "SecretString",
      `Secret ${secretId} has no AWSCURRENT value. Store the credentials in it first.`,
    );
  }
  checkUsername(current.credential.username, current.engine.maximumUsernameBytes);
  await logsIn(context, current.engine, current.credential);
  const password = await newPassword(
    context.secretsManager,
    withOverrides(context.passwordPolicy, current.passwordPolicy),
  );
  return { ...current.fields, password };
}

function checkUsername(username: string, maximumBytes: number): void {
  if (Buffer.byteLength(username) <= maximumBytes) return;
  throw new InvalidSecretError(
    "username",
    `"username" is longer than the ${maximumBytes} bytes that the engine stores. Correct it in the secret.`,
  );
}
