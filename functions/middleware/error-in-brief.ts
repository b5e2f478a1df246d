/** Name and message of an error and of its causes. Their other fields stay out: a driver may keep a statement in one. */
export function errorInBrief(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    name: error.name,
    message: error.message,
    ...(error.cause === undefined ? {} : { cause: errorInBrief(error.cause) }),
  };
}
