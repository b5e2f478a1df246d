import type { Credential } from "./credential.ts";

/**
 * What the protocol needs of a database or API. All of the protocol stays outside: an engine logs in and sets a
 * password, and says by its errors what went wrong.
 */
export interface Engine {
  defaultPort: number;
  defaultDatabase: string;
  /** The longest user name that the engine stores, in bytes. */
  maximumUsernameBytes: number;

  /**
   * Logs in, reads something trivial and leaves.
   *
   * @param timeoutMs how long it may take
   * @throws AuthenticationError if the credential is refused; another EngineError for anything else
   */
  logIn(credential: Credential, timeoutMs: number): Promise<void>;

  /**
   * Logs in and ends the same user's other sessions of Rekey: a process that is gone may have left a statement
   * there that waits, and would set its password later. They have ended when this returns.
   */
  logInAlone(credential: Credential, timeoutMs: number): Promise<void>;

  /**
   * Logs in with one credential and sets the password of the same user to another's.
   * Setting a password that is set already changes nothing.
   *
   * @throws PasswordRejectedError if the engine's policy refuses the password; another EngineError for anything else
   */
  setPassword(as: Credential, password: string, timeoutMs: number): Promise<void>;
}
