/**
 * Text from a message that is not authenticated, for a person's terminal: without control characters, which could move the cursor or
 * pass for other text.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\ufffd]/gu, "?");
}
