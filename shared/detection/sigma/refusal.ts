/** A rule, or what should be one, that is not run, and why. */
export interface RefusedRule {
  file: string;
  title?: string;
  id?: string;
  /** One or more sentences for people. */
  reason: string;
}

/** A rule cannot be run as it is written; the message is the reason that the user reads. */
export class SigmaRefusal extends Error {
  override name = "SigmaRefusal";
}
