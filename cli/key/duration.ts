import { InvalidArgumentError } from "commander";
import ms, { type StringValue } from "ms";

const duration = /^\d+(?:\.\d+)?(?:s|m|h|d|w)$/;

/**
 * A span of time as people give it to an option, such as `30d`, `12h` or `90m`, in milliseconds.
 *
 * @throws InvalidArgumentError
 */
export function parseDuration(text: string): number {
  if (!isDuration(text)) throw new InvalidArgumentError("It must be such as 30d, 12h or 90m.");
  return ms(text);
}

function isDuration(text: string): text is StringValue {
  return duration.test(text);
}

/** A span of time as people read it, such as `30 days`. */
export function durationInWords(milliseconds: number): string {
  return ms(milliseconds, { long: true });
}
