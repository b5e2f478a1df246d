/** A part of a Transact-SQL statement. */
export interface Lexeme {
  kind: "word" | "identifier" | "text" | "sign";
  value: string;
}

/**
 * Cuts a statement into its parts as the server does: documentation of Transact-SQL's syntax, "Database identifiers",
 * "Constants" and "Backslash (line continuation)". A comment or anything else out of place is an error: no statement
 * of a rotation has one.
 */
export function lexemesOf(statement: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let offset = 0;
  while (offset < statement.length) {
    const rest = statement.slice(offset);
    const found = nextLexeme(rest);
    if (found.lexeme) lexemes.push(found.lexeme);
    offset += found.length;
  }
  return lexemes;
}

function nextLexeme(rest: string): { lexeme?: Lexeme; length: number } {
  const space = /^\s+/.exec(rest);
  if (space) return { length: space[0].length };
  if (rest.startsWith("[")) return closed("identifier", rest, 1, "]");
  if (rest.startsWith("N'")) return closed("text", rest, 2, "'");
  const word = /^[A-Za-z_@][A-Za-z_0-9]*/.exec(rest);
  if (word) return { lexeme: { kind: "word", value: word[0] }, length: word[0].length };
  const sign = /^(::|[=,.()])/.exec(rest);
  if (sign) return { lexeme: { kind: "sign", value: sign[0] }, length: sign[0].length };
  throw new Error("Something is out of place in a statement.");
}

function closed(
  kind: "identifier" | "text",
  rest: string,
  from: number,
  end: string,
): { lexeme: Lexeme; length: number } {
  let value = "";
  for (let at = from; at < rest.length; at++) {
    const character = rest[at] ?? "";
    if (character !== end) value += character;
    else if (rest[at + 1] === end) {
      value += end;
      at += 1;
    } else {
      const kept = kind === "text" ? value.replaceAll(/\\\r?\n/g, "") : value;
      return { lexeme: { kind, value: kept }, length: at + 1 };
    }
  }
  throw new Error("A text or an identifier in a statement has no end.");
}
