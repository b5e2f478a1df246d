import type { Credential } from "./credential.ts";

/** How a secret is rotated. */
export const strategies = ["single-user", "alternating-users", "overlap"] as const;

/** How a secret is rotated. */
export type Strategy = (typeof strategies)[number];

/** A secret version's JSON object. */
export type SecretFields = Readonly<Record<string, unknown>>;

/** What an engine may use to make the next credential. */
export interface NextCredential {
  /**
   * Makes a password as the secret, else the function is configured.
   *
   * @param rules what the system cannot take whatever the configuration says
   */
  newPassword(rules?: { maximumLength?: number; alsoExclude?: string }): Promise<string>;
  /** The id of the version that is made, the same at every repetition: fit for an idempotency key. */
  versionId: string;
  /**
   * Reads the fields of every version that has a label. What an issuer made and none of them holds is an orphan, or
   * was made by another run at this moment, which has not stored or claimed it yet.
   */
  labelled(): Promise<readonly SecretFields[]>;
  /** How long the call may take, in milliseconds. */
  timeoutMs: number;
}

/**
 * What the protocol needs of a database, a directory or an API. All of the protocol stays outside: an engine logs
 * in, changes one thing, and says by its errors what went wrong. Each method may be called again after it died
 * half-way: it finds out what is so, and makes it what it should be.
 *
 * All methods throw AuthenticationError if the credential that they log in with is refused, and another
 * EngineError for anything else. `timeoutMs` is how long a method may take, in milliseconds. A system that takes longer
 * for a change is not waited for: ChangeInProgressError says that it was begun, or that it is busy with another; once
 * setSecret's has begun, logIn() alone is asked whether it has ended.
 */
export interface Engine<C extends Credential = Credential> {
  /** The strategies that the engine has; the first is taken where the secret does not say. */
  readonly strategies: readonly Strategy[];

  /** Whether next() makes the credential at the system itself, so that it must not be called for nothing. */
  readonly issues?: boolean;

  /**
   * Understands a secret's fields.
   *
   * @throws InvalidSecretError naming the field that is missing or wrong
   */
  parse(fields: SecretFields): C;

  /**
   * Looks whether a secret's own fields fit the strategy that it is rotated by, whoever said so: the secret, its tag or
   * the engine. Absent where they always do.
   *
   * @throws UnsupportedStrategyError if they do not
   */
  checkStrategy?(credential: C, strategy: Strategy): void;

  /**
   * The next version's fields: AWSCURRENT's with a new password or key in them. An engine whose system issues
   * credentials calls it here, and first removes what an interrupted rotation left there.
   *
   * @param username whom the next credential is for: another user than AWSCURRENT's with alternating users
   */
  next(fields: SecretFields, username: string, world: NextCredential): Promise<SecretFields>;

  /** Whether logIn() proves the credential; it does where this is absent. Some systems can only be asked about it. */
  provesLogin?(credential: C): boolean;

  /** Logs in, reads something trivial and leaves. */
  logIn(credential: C, timeoutMs: number): Promise<void>;

  /**
   * Logs in and ends the same user's other sessions of Rekey: a process that is gone may have left a statement
   * there that waits, and would set its password later. They have ended when this returns. Absent where a statement
   * ends with its connection.
   */
  endOtherSessions?(credential: C, timeoutMs: number): Promise<void>;

  readonly singleUser?: SingleUser<C>;
  readonly overlap?: Overlap<C>;
  readonly alternatingUsers?: AlternatingUsers<C>;
}

/** One user whose credential is replaced in place. */
export interface SingleUser<C extends Credential> {
  /**
   * Makes the system take `next` instead of what it took before; where the system can hold two, beside it.
   *
   * @param as who does it: the user itself with a credential that works, or a superuser
   * @throws PasswordRejectedError if the system's policy refuses the password
   */
  set(as: C, next: C, timeoutMs: number): Promise<void>;

  /**
   * Asks whether set() would be allowed, and changes nothing. Absent where a system cannot be asked.
   *
   * @param as who would do it; `user` whose credential would be replaced
   * @returns why it cannot be told, in words; undefined if it would be allowed
   * @throws EngineError that says what is in the way; with the code "privilege" if a right is missing
   */
  checkPrivilege?(as: C, user: C, timeoutMs: number): Promise<string | undefined>;

  /** Whether what next() made has ended the old credential already, so that there is no way back. */
  isForwardOnly?(current: C): boolean;

  /**
   * After the promotion: makes sure that nothing but `current` is taken. Absent where set() sees to it.
   *
   * @param as who does it: the user itself with `current`, or a superuser
   */
  settle?(as: C, current: C, timeoutMs: number): Promise<void>;
}

/** One user with two credentials at a time. */
export interface Overlap<C extends Credential> {
  /**
   * What the system does with a third credential, where it holds two at most: it takes none until one of the two is
   * retired, or add() drops the oldest. Absent where it holds more.
   */
  readonly atMostTwo?: "refuses-third" | "drops-oldest";

  /**
   * Makes the system take `next` beside `current`.
   *
   * @param as who does it: the user itself, or a superuser
   * @throws PasswordRejectedError if the system's policy refuses it
   */
  add(as: C, current: C, next: C, timeoutMs: number): Promise<void>;

  /**
   * Makes the system take `old` no more, and leaves `kept` as it is.
   *
   * @param as who does it: the user itself with `kept`, or a superuser
   */
  remove(as: C, kept: C, old: C, timeoutMs: number): Promise<void>;

  /** Asks whether add() and remove() would be allowed, as `checkPrivilege` of a single user does. */
  checkPrivilege?(as: C, user: C, timeoutMs: number): Promise<string | undefined>;

  /** Whether two versions hold one and the same credential, so that neither can be retired alone. */
  isSame(one: C, other: C): boolean;
}

/** Two users with the same rights, of which one is current. */
export interface AlternatingUsers<C extends Credential> {
  /** The longest user name that the engine stores, in bytes. */
  maximumUsernameBytes: number;

  /** What the second user's name ends with; `_clone` if absent. */
  suffix?: string;

  /**
   * Makes the user of `next` exist with its password and with exactly the rights of `current`'s: what is missing is
   * given, what is too much is taken, at every rotation.
   *
   * @throws PasswordRejectedError if the engine's policy refuses the password
   */
  reconcile(superuser: C, current: C, next: C, timeoutMs: number): Promise<void>;

  /** In which rights the two users differ, in words; empty if in none. */
  differences(superuser: C, current: C, next: C, timeoutMs: number): Promise<string[]>;

  /** Asks whether reconcile() would be allowed, as `checkPrivilege` of a single user does. */
  checkPrivilege?(
    superuser: C,
    current: C,
    otherUsername: string,
    timeoutMs: number,
  ): Promise<string | undefined>;
}
