import { InvalidArgumentError } from "commander";

/** For an option that may be given again: adds a value to those that were given before. */
export function addValue(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** The same for pairs: adds key=value to the pairs that were given before. */
export function addPair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It must be key=value.");
  const key = text.slice(0, at);
  if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`${key} is there twice.`);
  return { ...before, [key]: text.slice(at + 1) };
}
