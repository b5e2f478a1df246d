/** AWS makes it impossible; the message says what is possible instead. */
export class ImpossibleError extends Error {
  override name = "ImpossibleError";
}

/** The documents would not do what was asked, or would do harm; nothing was written. */
export class RefusedPlanError extends Error {
  override name = "RefusedPlanError";
}

/** A policy would be longer than AWS takes. */
export class PolicyTooLargeError extends Error {
  override name = "PolicyTooLargeError";
}

/** A policy was changed by somebody else since it was read; nothing of it was written. */
export class PolicyChangedError extends Error {
  override name = "PolicyChangedError";
}

/** AWS does not take the policy; the message says whose fault it may be. */
export class PolicyNotTakenError extends Error {
  override name = "PolicyNotTakenError";
}

/** The credentials have not the permission to write a policy; nothing was written. */
export class NotPermittedError extends Error {
  override name = "NotPermittedError";
}

/** A document could not be written, and those written before it could not all be taken back; the message names them. */
export class PartlyWrittenError extends Error {
  override name = "PartlyWrittenError";
}
