import { RE2JS } from "re2js";
import { SigmaRefusal } from "../refusal.ts";

/** What the sub-modifiers `i`, `m` and `s` switch on. */
export interface ExpressionFlags {
  insensitive: boolean;
  multiline: boolean;
  dotAll: boolean;
}

/** A longer expression may be written out to a program that takes long on the long texts of a record. */
const longestExpression = 2_000;

/**
 * Makes a matcher of a regular expression. RE2 takes time in proportion to the text, whatever the expression;
 * JavaScript's own may take exponential time on a text that the sender of a request chose, such as the user agent.
 *
 * @throws SigmaRefusal if RE2 does not know it: look-around and back references it cannot follow in that time
 */
export function expressionMatcher(
  expression: string,
  { insensitive, multiline, dotAll }: ExpressionFlags,
): (text: string) => boolean {
  if (expression.length > longestExpression)
    throw new SigmaRefusal(`the expression is longer than ${longestExpression} characters`);
  const flags =
    (insensitive ? RE2JS.CASE_INSENSITIVE : 0) |
    (multiline ? RE2JS.MULTILINE : 0) |
    (dotAll ? RE2JS.DOTALL : 0);
  const compiled = compile(expression, flags);
  return (text) => compiled.test(text);
}

function compile(expression: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(expression, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SigmaRefusal(`it is no regular expression of RE2: ${why}`);
  }
}
