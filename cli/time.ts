import { InvalidArgumentError } from "commander";
import { parseISO, startOfToday, startOfYesterday, subMilliseconds } from "date-fns";
import ms, { type StringValue } from "ms";

const duration = /^\d+(?:\.\d+)?(?:s|m|h|d|w)$/;

/**
 * A time as people give it to an option: `7d`, `12h` or `30m` before now, the beginning of `today` or `yesterday` where
 * the program runs, or ISO 8601.
 *
 * @throws InvalidArgumentError
 */
export function parseTime(text: string): Date {
  if (isDuration(text)) return subMilliseconds(new Date(), ms(text));
  if (text === "today") return startOfToday();
  if (text === "yesterday") return startOfYesterday();
  const time = parseISO(text);
  if (Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError("It must be such as 7d, 12h, today, or 2026-03-01T12:00Z.");
  }
  return time;
}

function isDuration(text: string): text is StringValue {
  return duration.test(text);
}
