import { SigmaRefusal } from "../refusal.ts";

/** A word or bracket of a condition, and where it stands, counted from 1. */
export interface Token {
  text: string;
  position: number;
}

const longestCondition = 10_000;

/**
 * Cuts a condition into words and brackets.
 *
 * @throws SigmaRefusal with the position of what is neither
 */
export function tokensOf(condition: string): Token[] {
  if (condition.length > longestCondition)
    throw new SigmaRefusal(`the condition is longer than ${longestCondition} characters`);
  const tokens: Token[] = [];
  for (const match of condition.matchAll(/[()]|[\w*.-]+|\S/g)) {
    const [text] = match;
    const position = match.index + 1;
    if (text === "|")
      throw new SigmaRefusal(
        `condition, at character ${position}: aggregations behind | are no longer part of Sigma; write a correlation`,
      );
    if (!/^(?:[()]|[\w*.-]+)$/.test(text))
      throw new SigmaRefusal(
        `condition, at character ${position}: ${JSON.stringify(text)} is not understood`,
      );
    tokens.push({ text, position });
  }
  return tokens;
}
