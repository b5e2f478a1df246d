import type { ReplaceContext } from "./context.ts";
import { findReplacement } from "./find-replacement.ts";
import type { Replacement } from "./replacement.ts";
import { UnknownReplacementError } from "./store.ts";

type Asked = Pick<ReplaceContext, "kms" | "store">;

/**
 * The replacement that a key is part of.
 *
 * @param key alias, id or ARN of the old or the new key
 * @throws UnknownReplacementError
 */
export async function replacementStatus({ kms, store }: Asked, key: string): Promise<Replacement> {
  const { replacement } = await findReplacement(kms, store, key);
  if (replacement) return replacement;
  throw new UnknownReplacementError(`${key} is not being replaced. Begin with: rekey key replace ${key}`);
}

/** Has a replacement end before its next piece; to be begun again, it goes on there. */
export async function pauseReplacement(context: Asked, key: string): Promise<Replacement> {
  const { oldKey } = await replacementStatus(context, key);
  return context.store.change(oldKey.id, (now) => (now.paused ? now : { ...now, paused: true }));
}
