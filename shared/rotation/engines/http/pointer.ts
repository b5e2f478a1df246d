/**
 * The reference tokens of a JSON Pointer (RFC 6901, sections 3 and 4).
 *
 * @returns undefined if the text is no JSON Pointer
 */
export function pointerTokens(pointer: string): string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return undefined;
  // In this order: "~01" is "~1", not "/".
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * What a JSON Pointer points to.
 *
 * @returns undefined if there is nothing, or the text is no JSON Pointer
 */
export function valueAt(document: unknown, pointer: string): unknown {
  const tokens = pointerTokens(pointer);
  return tokens?.reduce<unknown>(member, document);
}

function member(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
  return (value as Record<string, unknown>)[token];
}
