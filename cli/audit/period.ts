import type { Command } from "commander";
import { subDays } from "date-fns";
import type { Period } from "../../shared/audit/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { type TimeOptions, withTimes } from "../time.ts";

const usualDays = 7;

/** The options for the time asked about; the same for every question. */
export function withPeriod(command: Command): Command {
  return withTimes(command, { since: `${usualDays}d`, to: "now" });
}

/** The time asked about. */
export function periodOf(options: TimeOptions, now: Date, command: Command): Period {
  const { to = now } = options;
  const from = options.from ?? options.since ?? subDays(now, usualDays);
  if (from >= to) command.error("--from must be before --to.", { exitCode: exitCodes.unusable });
  return { from, to };
}
