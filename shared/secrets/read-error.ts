import { SecretNotFoundError, SecretRefusedError, SecretUnavailableError } from "./errors.ts";

/** What Secrets Manager and Parameter Store say of what there is not. */
const notFound: ReadonlySet<string> = new Set([
  "ResourceNotFoundException",
  "ParameterNotFound",
  "ParameterVersionNotFound",
]);

/**
 * Their other answers that stay the same however often one asks. A failed decryption is
 * none: a key that is disabled by mistake comes back.
 */
const refusals: ReadonlySet<string> = new Set([
  "InvalidRequestException",
  "InvalidParameterException",
  "AccessDeniedException",
  "ValidationException",
]);

/**
 * What to throw when something could not be read. The service's own answer says why and is kept as the cause; any
 * other error may hold the body of a response, and with it a secret.
 */
export function readError(what: string, error: unknown): SecretRefusedError | SecretUnavailableError {
  const name = error instanceof Error ? error.name : "unknown error";
  if (!isServiceException(error)) {
    return new SecretUnavailableError(
      `There was no answer when reading ${what} (${codeOf(error) ?? name}). Check the network and the endpoint; reading is tried again.`,
    );
  }
  return answerError(what, { code: name, message: error.message }, error);
}

/** The same for an error that an answer about several tells of one. */
export function answerError(
  what: string,
  { code, message }: { code: string; message: string },
  cause?: Error,
): SecretRefusedError | SecretUnavailableError {
  const options = cause ? { cause } : {};
  if (notFound.has(code)) {
    return new SecretNotFoundError(
      `There is no ${what} as asked for (${message}). Check its name and version.`,
      options,
    );
  }
  if (refusals.has(code)) {
    return new SecretRefusedError(
      `Reading ${what} was refused (${code}: ${message}). Check the right to read it and its key.`,
      options,
    );
  }
  return new SecretUnavailableError(
    `Reading ${what} failed (${code}: ${message}). It is tried again.`,
    options,
  );
}

/** Told by what the SDK puts on what a service answered, so that no client need be loaded for it. */
function isServiceException(error: unknown): error is Error {
  return (
    error instanceof Error && "$fault" in error && "$metadata" in error && !("$responseBodyText" in error)
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
