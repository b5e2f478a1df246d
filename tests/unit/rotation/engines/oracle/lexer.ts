/** A part of a statement of Oracle's SQL. */
export interface Lexeme {
  kind: "word" | "identifier" | "sign";
  value: string;
}

/**
 * Cuts a statement into its parts as the server does: Oracle's SQL reference, "Database Object Naming Rules". Between
 * double quotes stands whatever is no double quote. A comment or anything else out of place is an error: no statement
 * of a rotation has one.
 */
export function lexemesOf(statement: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  const pattern = /\s+|"(?<identifier>[^"]+)"|(?<word>[A-Za-z0-9_]+)|(?<sign>[(),.@])/y;
  while (pattern.lastIndex < statement.length) {
    const found = pattern.exec(statement);
    if (!found) throw new Error("Something is out of place in a statement.");
    for (const kind of ["identifier", "word", "sign"] as const) {
      const value = found.groups?.[kind];
      if (value !== undefined) lexemes.push({ kind, value });
    }
  }
  return lexemes;
}

/** Reads a statement's parts one after the other; whatever is not as expected is an error. */
export class Reader {
  readonly #lexemes: readonly Lexeme[];
  #at = 0;

  constructor(statement: string) {
    this.#lexemes = lexemesOf(statement);
  }

  get ended(): boolean {
    return this.#at === this.#lexemes.length;
  }

  next(kind: Lexeme["kind"]): string {
    const lexeme = this.#lexemes[this.#at++];
    if (lexeme?.kind !== kind) throw new Error(`A statement has no ${kind} where one belongs.`);
    return lexeme.value;
  }

  name(): string {
    return this.next("identifier");
  }

  /** Whether a name comes next. */
  get atName(): boolean {
    return this.#lexemes[this.#at]?.kind === "identifier";
  }

  /** Whether the next parts are these words or signs, which are then read. */
  skip(...values: string[]): boolean {
    const here = this.#lexemes.slice(this.#at, this.#at + values.length);
    const found = values.every(
      (value, index) => here[index]?.value === value && here[index]?.kind !== "identifier",
    );
    if (found) this.#at += values.length;
    return found;
  }

  expect(...values: string[]): void {
    if (!this.skip(...values)) throw new Error(`A statement has no ${values.join(" ")} where it belongs.`);
  }

  /** The words up to one of these, which is read, too. */
  wordsUpTo(...ends: string[]): { words: string; end: string } {
    const words: string[] = [];
    for (;;) {
      const end = ends.find((one) => this.skip(one));
      if (end) return { words: words.join(" "), end };
      words.push(this.next("word"));
    }
  }

  names(): string[] {
    const names = [this.name()];
    while (this.skip(",")) names.push(this.name());
    return names;
  }

  end(): void {
    if (!this.ended) throw new Error("A statement goes on where it should end.");
  }
}
