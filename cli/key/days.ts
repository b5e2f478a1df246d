import { InvalidArgumentError } from "commander";

/**
 * Reads the argument of `--period`.
 *
 * @throws InvalidArgumentError
 */
export function parseDays(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a number of days.");
  return Number(text);
}
