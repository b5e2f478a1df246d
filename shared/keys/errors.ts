/** The text can name no key: it is neither an alias, nor an id, nor the ARN of one of both. */
export class KeyNameError extends Error {
  override name = "KeyNameError";
}

/** There is no such key or alias in this account and Region. */
export class UnknownKeyError extends Error {
  override name = "UnknownKeyError";
}

/** The key is in a state, or of a kind, in which what was asked for cannot be done; nothing was changed. */
export class KeyStateError extends Error {
  override name = "KeyStateError";
}

/** The caller lacks a permission; the message says which. */
export class KeyPermissionError extends Error {
  override name = "KeyPermissionError";
}

/** A quota of KMS is reached. */
export class KeyLimitError extends Error {
  override name = "KeyLimitError";
}
