/** What was asked for does not exist; the message names it. */
export class NotFoundError extends Error {
  override name = "NotFoundError";
}

const denied = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];
const missing = ["NoSuchEntity", "NoSuchEntityException", "NotFoundException", "ResourceNotFoundException"];

/** Whether an error says that the caller has not the permission. */
export function isDenied({ name }: Error): boolean {
  return denied.includes(name);
}

/**
 * Asks AWS; where that is not permitted, nobody looked.
 *
 * @param what is looked for, as the error names it
 * @throws NotFoundError if it does not exist
 */
export async function look<T>(what: string, ask: () => Promise<T>): Promise<T | "notLookedAt"> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (isDenied(error)) return "notLookedAt";
    if (missing.includes(error.name)) {
      throw new NotFoundError(`${what} does not exist here. Check the name, the Region and the account.`, {
        cause: error,
      });
    }
    throw error;
  }
}
