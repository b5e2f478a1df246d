import { KeyLimitError, KeyPermissionError, KeyStateError, UnknownKeyError } from "./errors.ts";

type KeyError = new (message: string, options: ErrorOptions) => Error;

/** How KMS names its refusals, what they mean here, and what to do next. Source: KMS API Reference, errors. */
const refusals: Record<string, [KeyError, string]> = {
  NotFoundException: [UnknownKeyError, "Check the name, the Region and the account."],
  InvalidArnException: [
    UnknownKeyError,
    "Check the ARN: its Region and account must be those that are asked.",
  ],
  AccessDeniedException: [
    KeyPermissionError,
    "Both the key policy and, where it leaves the key to the account, an identity policy must allow it: rekey access why tells.",
  ],
  DisabledException: [KeyStateError, "Enable the key first: rekey key enable."],
  KMSInvalidStateException: [KeyStateError, "See its state: rekey key show."],
  // RotateKeyOnDemand alone.
  ConflictException: [
    KeyStateError,
    "The key rotates just now, or is going to within minutes: ask again later.",
  ],
  UnsupportedOperationException: [KeyStateError, "KMS does not do this with keys of this kind."],
  LimitExceededException: [
    KeyLimitError,
    "Ask for a higher quota of KMS in Service Quotas, if it can be raised.",
  ],
};

/**
 * Asks KMS, and says of a refusal what it was about.
 *
 * @param what was to be done, as a sentence begins: `The key alias/prod-shop cannot be described`
 * @throws UnknownKeyError, KeyPermissionError, KeyStateError or KeyLimitError, with KMS's own error as cause
 */
export async function askKms<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const [Refused, next] = (error instanceof Error && refusals[error.name]) || [];
    if (!(error instanceof Error) || !Refused) throw error;
    throw new Refused(`${what}: ${sentence(error.message || error.name)} ${next}`, { cause: error });
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
