import type { Command } from "commander";
import { denied } from "../../shared/audit/index.ts";
import { type AuditOptions, answer, questionCommand } from "./answer.ts";
import { localTime, mostOf, numberInWords, principalInWords } from "./words.ts";

/** `rekey audit denied`. */
export const deniedCommand = questionCommand("denied")
  .description("Who tried and failed for want of permission, on what.")
  .action(async (options: AuditOptions, command: Command) => {
    await answer(command, options, denied(), {
      head: ["principal", "operation", "on", "times", "first", "last", "from"],
      none: "Nobody was refused.",
      hasMore: ({ hasMore }) => hasMore,
      rows: ({ refusals }) =>
        refusals.map((refusal) => [
          principalInWords(refusal),
          refusal.operation,
          refusal.resource,
          numberInWords(refusal.count),
          localTime(refusal.first),
          localTime(refusal.last),
          mostOf(refusal.addresses),
        ]),
    });
  });
