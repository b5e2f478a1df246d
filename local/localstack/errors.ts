/** LocalStack could not be installed; the message says what is missing. */
export class LocalStackInstallError extends Error {
  override name = "LocalStackInstallError";
}

/** LocalStack was started and did not come up; the message holds what it said last. */
export class LocalStackStartError extends Error {
  override name = "LocalStackStartError";
}
