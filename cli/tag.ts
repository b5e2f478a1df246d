import { InvalidArgumentError } from "commander";

/** A tag to choose secrets by; without a value, any value will do. */
export interface Tag {
  key: string;
  value?: string;
}

/**
 * Reads the argument of `--tag`.
 *
 * @throws InvalidArgumentError if it is neither key=value nor a key
 */
export function parseTag(text: string): Tag {
  const at = text.indexOf("=");
  if (at === 0 || text === "") throw new InvalidArgumentError("It must be key=value, or a key alone.");
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + 1) };
}
