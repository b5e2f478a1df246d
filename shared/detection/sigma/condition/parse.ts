import type { Expression } from "../expression.ts";
import { SigmaRefusal } from "../refusal.ts";
import { globMatcher, parseGlob } from "../value/glob.ts";
import { type Token, tokensOf } from "./tokens.ts";

const deepestNesting = 100;

/** A condition, how far it is read, and what its names stand for. */
interface Reader {
  tokens: readonly Token[];
  at: number;
  end: number;
  selections: ReadonlyMap<string, Expression>;
}

/**
 * Parses a condition. What binds least stands first: `or`, `and`, `not`, `1 of …` and `all of …`, brackets
 * ("Condition" in Sigma's specification).
 *
 * @throws SigmaRefusal with the position, counted from 1
 */
export function parseCondition(condition: string, selections: ReadonlyMap<string, Expression>): Expression {
  const tokens = tokensOf(condition);
  const reader: Reader = { tokens, at: 0, end: condition.length + 1, selections };
  const expression = parseOr(reader, 0);
  const rest = tokens[reader.at];
  if (rest)
    refuse(rest.position, `${rest.text} is one too many: "and" or "or" is missing before it, or a ( is`);
  return expression;
}

function parseOr(reader: Reader, depth: number): Expression {
  const of = [parseAnd(reader, depth)];
  while (takeWord(reader, "or")) of.push(parseAnd(reader, depth));
  return of.length === 1 && of[0] ? of[0] : { kind: "or", of };
}

function parseAnd(reader: Reader, depth: number): Expression {
  const of = [parseNot(reader, depth)];
  while (takeWord(reader, "and")) of.push(parseNot(reader, depth));
  return of.length === 1 && of[0] ? of[0] : { kind: "and", of };
}

function parseNot(reader: Reader, depth: number): Expression {
  if (depth > deepestNesting) refuse(positionOf(reader), "brackets and negations are nested too deeply");
  if (takeWord(reader, "not")) return { kind: "not", of: parseNot(reader, depth + 1) };
  const opening = reader.tokens[reader.at];
  if (opening?.text !== "(") return parseName(reader);
  reader.at += 1;
  const inner = parseOr(reader, depth + 1);
  if (reader.tokens[reader.at]?.text !== ")") refuse(opening.position, "the ( is never closed");
  reader.at += 1;
  return inner;
}

const reserved = ["and", "or", "not", "of", "(", ")"];

function parseName(reader: Reader): Expression {
  const token = reader.tokens[reader.at];
  if (!token) refuse(reader.end, "a selection is missing");
  if (reserved.includes(token.text.toLowerCase()))
    refuse(token.position, `a selection is missing before ${token.text}`);
  reader.at += 1;
  if (takeWord(reader, "of")) return parseQuantified(reader, token);
  const selection = reader.selections.get(token.text);
  if (!selection) refuse(token.position, `there is no selection ${token.text}`);
  return selection;
}

function parseQuantified(reader: Reader, { text, position }: Token): Expression {
  const quantifier = text.toLowerCase();
  if (!["1", "any", "all"].includes(quantifier))
    refuse(position, `${text} of is not understood: 1, any or all is`);
  const pattern = reader.tokens[reader.at];
  if (!pattern || reserved.includes(pattern.text)) refuse(positionOf(reader), "what it is of is missing");
  reader.at += 1;
  const of = [...reader.selections].flatMap(([name, selection]) =>
    isMeant(pattern.text, name) ? selection : [],
  );
  if (of.length === 0) refuse(pattern.position, `no selection is called like ${pattern.text}`);
  return { kind: quantifier === "all" ? "and" : "or", of };
}

/** Names that begin with an underscore are left out unless the pattern begins so, too. */
function isMeant(pattern: string, name: string): boolean {
  if (name.startsWith("_") && !pattern.startsWith("_")) return false;
  if (pattern.toLowerCase() === "them") return true;
  return globMatcher(parseGlob(pattern), true)(name);
}

function takeWord(reader: Reader, word: string): boolean {
  const taken = reader.tokens[reader.at]?.text.toLowerCase() === word;
  if (taken) reader.at += 1;
  return taken;
}

function positionOf({ tokens, at, end }: Reader): number {
  return tokens[at]?.position ?? end;
}

function refuse(position: number, why: string): never {
  throw new SigmaRefusal(`condition, at character ${position}: ${why}`);
}
