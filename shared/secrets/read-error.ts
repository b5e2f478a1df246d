import { SecretRefusedError, SecretUnavailableError } from "./errors.ts";

/**
 * The answers of Secrets Manager and Parameter Store that stay the same however often one asks. A failed decryption is
 * none: a key that is disabled by mistake comes back.
 */
const answers: ReadonlySet<string> = new Set([
  "ResourceNotFoundException",
  "InvalidRequestException",
  "InvalidParameterException",
  "AccessDeniedException",
  "ParameterNotFound",
  "ParameterVersionNotFound",
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
  if (answers.has(name)) {
    return new SecretRefusedError(
      `Reading ${what} was refused (${name}: ${error.message}). Check its name, its version and the right to read it and its key.`,
      { cause: error },
    );
  }
  return new SecretUnavailableError(
    `Reading ${what} failed (${name}: ${error.message}). It is tried again.`,
    { cause: error },
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
