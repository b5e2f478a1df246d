/** LocalStack was started and did not come up; the message holds what it said last. */
export class LocalStackStartError extends Error {
  override name = "LocalStackStartError";
}
