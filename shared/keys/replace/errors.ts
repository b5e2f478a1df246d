/** This key cannot be replaced, or not yet; nothing was changed. */
export class NotReplaceableError extends Error {
  override name = "NotReplaceableError";
}

/** Policies name the old key, so that readers would lose access to what the new one encrypts; nothing was changed. */
export class PolicyNamesKeyError extends Error {
  override name = "PolicyNamesKeyError";
}
