/** A text of at most so many characters; what is cut off ends in an ellipsis. No half characters are in it. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text.toWellFormed();
  const cut = text.slice(0, length - 1);
  // A character that UTF-16 writes as two may have been cut in half.
  return `${(cut.isWellFormed() ? cut : cut.slice(0, -1)).toWellFormed()}…`;
}
