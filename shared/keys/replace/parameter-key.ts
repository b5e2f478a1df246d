import type { ParameterMetadata } from "@aws-sdk/client-ssm";
import { namingOf } from "./names.ts";
import { keysOf, type Replacement } from "./replacement.ts";

/**
 * Whether a parameter, or a version of it, is under the old key. By an alias it is under the key that the alias pointed
 * at when it was written.
 */
export function isUnderOldKey(
  { KeyId, LastModifiedDate }: Pick<ParameterMetadata, "KeyId" | "LastModifiedDate">,
  state: Replacement,
): boolean {
  const naming = namingOf(KeyId, keysOf(state).from, state.aliases);
  if (naming !== "byAlias") return naming !== undefined;
  return LastModifiedDate === undefined || LastModifiedDate < new Date(state.movedAt ?? 0);
}
