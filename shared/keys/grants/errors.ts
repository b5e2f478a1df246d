/** The key does not do such an operation, or no grant can permit it; no grant was made. */
export class GrantOperationError extends Error {
  override name = "GrantOperationError";
}

/** Only operations with a symmetric key have an encryption context to ask for; no grant was made. */
export class GrantConstraintError extends Error {
  override name = "GrantConstraintError";
}

/** The stack lacks what ends grants when their time is over; no grant was made. */
export class NoRetirementError extends Error {
  override name = "NoRetirementError";
}

/** The key has no such grant. */
export class UnknownGrantError extends Error {
  override name = "UnknownGrantError";
}
