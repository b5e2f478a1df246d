import { type Command, InvalidArgumentError, Option } from "commander";
import { parseISO, startOfToday, startOfYesterday, subMilliseconds } from "date-fns";
import ms, { type StringValue } from "ms";

const duration = /^\d+(?:\.\d+)?(?:s|m|h|d|w)$/;

/** The options that say from when to when. */
export interface TimeOptions {
  since?: Date;
  from?: Date;
  to?: Date;
}

/**
 * Adds the options that say from when to when; the same for every command.
 *
 * @param usual what is told of an option that is not given
 */
export function withTimes(command: Command, usual: { since?: string; to?: string } = {}): Command {
  const told = (value: string | undefined) => (value === undefined ? "" : ` (default: ${value})`);
  return command
    .option("--since <time>", `such as 7d, 12h, today, or 2026-03-01T12:00Z${told(usual.since)}`, parseTime)
    .addOption(new Option("--from <time>", "the same as --since").argParser(parseTime).conflicts("since"))
    .option("--to <time>", `up to this time${told(usual.to)}`, parseTime);
}

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
