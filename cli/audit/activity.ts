import type { Command } from "commander";
import { activity } from "../../shared/audit/index.ts";
import { type AuditOptions, answer, questionCommand } from "./answer.ts";
import { localTime, mostOf, numberInWords } from "./words.ts";

/** `rekey audit activity PRINCIPAL`. */
export const activityCommand = questionCommand("activity")
  .description("Every key and secret that a principal touched: what its credentials were used for.")
  .argument("<principal>", "ARN, name of a role, user or session, or id of an access key")
  .action(async (text: string, options: AuditOptions, command: Command) => {
    await answer(command, options, activity({ kind: "principal", text }), {
      head: ["key or secret", "operations", "failed", "first", "last", "sessions", "through", "from"],
      none: `${text} touched no key and no secret.`,
      hasMore: ({ hasMore }) => hasMore,
      rows: ({ touched }) =>
        touched.map((entry) => [
          entry.kind === "none" ? "none in particular" : `${entry.kind} ${entry.name}`,
          mostOf(entry.operations, 5),
          numberInWords(entry.failed),
          localTime(entry.first),
          localTime(entry.last),
          mostOf(entry.sessions),
          mostOf(entry.services),
          mostOf(entry.addresses),
        ]),
    });
  });
