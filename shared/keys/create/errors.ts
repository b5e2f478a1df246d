/** The alias stands for another key already; nothing was changed. */
export class KeyExistsError extends Error {
  override name = "KeyExistsError";
}

/** There is a key for the same purpose and environment already; nothing was changed. */
export class SecondKeyError extends Error {
  override name = "SecondKeyError";
  /** ARNs of the keys that there are. */
  readonly others: readonly string[];

  constructor(message: string, others: readonly string[]) {
    super(message);
    this.others = others;
  }
}

/** A key was made, and not all that belongs to it; the message says what is missing and how to go on. */
export class UnfinishedKeyError extends Error {
  override name = "UnfinishedKeyError";
}

/** What was asked for is no key that KMS could make; the message says which part of it. */
export class WantedKeyError extends Error {
  override name = "WantedKeyError";
}
