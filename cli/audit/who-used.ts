import type { Command } from "commander";
import { parseResource, whoUsed } from "../../shared/audit/index.ts";
import { type AuditOptions, answer, questionCommand } from "./answer.ts";
import { withOperation } from "./operations.ts";
import { localTime, mostOf, numberInWords, principalInWords } from "./words.ts";

/** `rekey audit who-used KEY|SECRET`. */
export const whoUsedCommand = withOperation(questionCommand("who-used"))
  .description("Who used a key or secret, how often, when, from where, through which service.")
  .argument("<key|secret>", "key: id, ARN or alias/NAME; secret: name, ARN or PREFIX*")
  .action(async (text: string, options: AuditOptions & { operation?: string[] }, command: Command) => {
    await answer(command, options, whoUsed(parseResource(text), options.operation), {
      head: ["principal", "sessions", "operations", "failed", "first", "last", "from", "encryption context"],
      none: `Nobody used ${text}.`,
      rows: ({ uses }) =>
        uses.map((use) => [
          principalInWords(use),
          mostOf(use.sessions),
          mostOf(use.operations),
          numberInWords(use.failed),
          localTime(use.first),
          localTime(use.last),
          mostOf(use.addresses),
          mostOf(use.contexts, 1),
        ]),
    });
  });
