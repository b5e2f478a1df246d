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
      head: [
        "principal",
        "times",
        "failed",
        "operations",
        "sessions",
        "first",
        "last",
        "from",
        "encryption context",
      ],
      none: `Nobody used ${text}.`,
      hasMore: ({ hasMore }) => hasMore,
      rows: ({ uses }) =>
        uses.map((use) => [
          principalInWords(use),
          numberInWords(use.count),
          numberInWords(use.failed),
          mostOf(use.operations),
          mostOf(use.sessions),
          localTime(use.first),
          localTime(use.last),
          mostOf(use.addresses),
          mostOf(use.contexts, 1).map((text) => shortened(text, options)),
        ]),
    });
  });

const longest = 60;

/** A context would make a table wider than any window. */
function shortened(text: string, { csv }: AuditOptions): string {
  return csv || text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
