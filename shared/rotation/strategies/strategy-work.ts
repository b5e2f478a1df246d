import type { Outcome } from "../request.ts";
import type { RotationRun } from "../rotation-run.ts";
import type { ParsedSecret } from "../secret.ts";

/** What is said where an engine has no way to ask. */
export function cannotAsk({ credential }: ParsedSecret): string {
  return `the engine "${credential.engine}" cannot ask without changing something`;
}

/** A run of which AWSPENDING alone is known; AWSCURRENT is read by who needs it. */
export type PendingRun = Pick<RotationRun, "context" | "secretId" | "pending"> & {
  current(): Promise<ParsedSecret>;
};

/** What a strategy does in the phases; everything about versions and labels stays outside. */
export interface StrategyWork {
  /**
   * Whom the next version is for.
   *
   * @throws InvalidSecretError if that user cannot be
   */
  nextUsername(current: ParsedSecret): string;

  /**
   * Finds out whether the secret's host is one that the strategy works with, before anything is changed.
   *
   * @throws UnsupportedStrategyError if it is not
   */
  checkServer?(run: Pick<RotationRun, "context" | "current">): Promise<void>;

  /** setSecret: makes the system take AWSPENDING. */
  set(run: RotationRun): Promise<Outcome>;

  /** testSecret: proves that AWSPENDING does what AWSCURRENT does. */
  test(run: PendingRun): Promise<void>;

  /** After the promotion, in finishSecret: what is to be done once AWSCURRENT is the new one. May be repeated. */
  settle(run: Pick<RotationRun, "context" | "current" | "superuser">): Promise<void>;

  /** Makes the system as it was before set(): AWSCURRENT works, AWSPENDING need not. */
  undo(run: RotationRun): Promise<void>;

  /** Makes the system take AWSPREVIOUS no more, where it still does. False if there is nothing to retire. */
  retire(
    run: Pick<RotationRun, "context" | "current" | "superuser">,
    previous: ParsedSecret,
  ): Promise<boolean>;

  /**
   * Asks whether whoever changes the credential may do so, and changes nothing.
   *
   * @returns why it cannot be told, in words; undefined if it would be allowed
   * @throws EngineError that says what is in the way
   */
  checkPrivilege(run: Pick<RotationRun, "context" | "current" | "superuser">): Promise<string | undefined>;
}
