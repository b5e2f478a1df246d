import { type Client, PasswordPolicyControl, PasswordPolicyError } from "ldapts";
import type { DirectoryCredential } from "./credential.ts";
import { bindError, mustChangeError } from "./errors.ts";

/**
 * Logs in by name and password. The parsed secret has both: a name with an empty password would be let in as nobody
 * (RFC 4513, section 5.1.2).
 *
 * @param name how the server knows the user; the secret's user name if absent
 * @returns what a password policy demands before anything else: "change" if the user must choose a new password
 * @throws AuthenticationError if the server refuses, EngineError "locked" if it says that the account is
 */
export async function bind(
  client: Client,
  credential: DirectoryCredential,
  name: string = credential.username,
): Promise<"change" | undefined> {
  const control = new PasswordPolicyControl();
  try {
    await client.bind(name, credential.password, control);
  } catch (error) {
    throw bindError(error, credential, control.value?.error);
  }
  return control.value?.error === PasswordPolicyError.ChangeAfterReset ? "change" : undefined;
}

/** Logs in and does what a user may who can use its login: anything but choose a new password. */
export async function logIn(client: Client, credential: DirectoryCredential, name?: string): Promise<void> {
  if ((await bind(client, credential, name)) === "change") throw mustChangeError(credential);
}
