/** A part of a text with wildcards: literal text, any characters, or just one. */
export type Piece = string | { any: "characters" | "character" };

/** `*` */
export const anyCharacters: Piece = { any: "characters" };
const anyCharacter: Piece = { any: "character" };

/**
 * Reads wildcards and their escapes ("Escape Character" in Sigma's specification): a backslash stands for itself
 * unless it is before `*`, `?` or another backslash.
 */
export function parseGlob(text: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  const add = (piece: Piece) => {
    if (literal !== "") pieces.push(literal);
    literal = "";
    pieces.push(piece);
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === "*") add(anyCharacters);
    else if (character === "?") add(anyCharacter);
    else if (character === "\\" && (next === "*" || next === "?" || next === "\\")) {
      literal += next;
      at += 1;
    } else literal += character;
  }
  if (literal !== "") pieces.push(literal);
  return pieces;
}

/** The text that pieces stand for; undefined if there are wildcards in them. */
export function literalOf(pieces: readonly Piece[]): string | undefined {
  let text = "";
  for (const piece of pieces) {
    if (typeof piece !== "string") return undefined;
    text += piece;
  }
  return text;
}

/** Makes a matcher of whole texts. It takes at most the product of both lengths. */
export function globMatcher(pieces: readonly Piece[], cased: boolean): (text: string) => boolean {
  const fold = cased ? (text: string) => text : (text: string) => text.toLowerCase();
  const folded = pieces.map((piece) => (typeof piece === "string" ? fold(piece) : piece));
  const literal = literalOf(folded);
  if (literal !== undefined) return (text) => fold(text) === literal;
  const [first, middle, last] = folded;
  if (folded.length === 3 && isRun(first) && typeof middle === "string" && isRun(last))
    return (text) => fold(text).includes(middle);
  const units = folded.flatMap((piece) =>
    typeof piece === "string"
      ? Array.from({ length: piece.length }, (_, at) => piece.charCodeAt(at))
      : isRun(piece)
        ? run
        : one,
  );
  return (text) => matches(units, fold(text));
}

const run = -1;
const one = -2;

function isRun(piece: Piece | undefined): boolean {
  return typeof piece === "object" && piece.any === "characters";
}

/** Greedy, going back only to the last run: an earlier one need never take more. */
function matches(units: readonly number[], text: string): boolean {
  let unit = 0;
  let at = 0;
  let lastRun = -1;
  let runEnd = 0;
  while (at < text.length) {
    const wanted = units[unit];
    if (wanted === run) {
      lastRun = unit;
      runEnd = at;
      unit += 1;
    } else if (wanted === one) {
      at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      unit += 1;
    } else if (wanted === text.charCodeAt(at)) {
      at += 1;
      unit += 1;
    } else if (lastRun >= 0) {
      runEnd += 1;
      at = runEnd;
      unit = lastRun + 1;
    } else return false;
  }
  while (units[unit] === run) unit += 1;
  return unit === units.length;
}
