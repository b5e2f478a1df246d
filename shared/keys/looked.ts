import { KeyPermissionError } from "./errors.ts";

/** A part of an answer, or why nobody looked. */
export type Looked<T> = { found: T } | { notLookedAt: string };

/**
 * Asks KMS for a part of an answer. Without the permission, or where this KMS does not offer it, the rest is told all the
 * same.
 *
 * @param action that it takes, such as `kms:ListGrants`
 * @param never what holds for keys of a kind that KMS does not do this with
 */
export async function look<T>(action: string, ask: () => Promise<T>, never?: T): Promise<Looked<T>> {
  try {
    return { found: await ask() };
  } catch (error) {
    if (error instanceof KeyPermissionError) return { notLookedAt: `allow ${action}` };
    if (!(error instanceof Error) || !("$metadata" in error)) throw error;
    if (never !== undefined && error.name === "UnsupportedOperationException") return { found: never };
    const denied = error.name === "AccessDeniedException";
    return { notLookedAt: denied ? `allow ${action}` : `${error.name}: ${error.message}` };
  }
}
