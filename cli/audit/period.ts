import type { Command } from "commander";
import { Option } from "commander";
import { subDays } from "date-fns";
import type { Period } from "../../shared/audit/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { parseTime } from "../time.ts";

/** The options that say from when to when. */
export interface PeriodOptions {
  since?: Date;
  from?: Date;
  to?: Date;
}

const usualDays = 7;

/** The options for the time asked about; the same for every question. */
export function withPeriod(command: Command): Command {
  return command
    .option("--since <time>", "such as 7d, 12h, today, or 2026-03-01T12:00Z (default: 7d)", parseTime)
    .addOption(new Option("--from <time>", "the same as --since").argParser(parseTime).conflicts("since"))
    .option("--to <time>", "up to this time (default: now)", parseTime);
}

/** The time asked about. */
export function periodOf(options: PeriodOptions, now: Date, command: Command): Period {
  const { to = now } = options;
  const from = options.from ?? options.since ?? subDays(now, usualDays);
  if (from >= to) command.error("--from must be before --to.", { exitCode: exitCodes.unusable });
  return { from, to };
}
