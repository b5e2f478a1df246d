import type { Command } from "commander";
import { Option } from "commander";
import { type CountedBy, count, countedBy, parseResource } from "../../shared/audit/index.ts";
import { type AuditOptions, answer, questionCommand } from "./answer.ts";
import { bar } from "./bar.ts";
import { withOperation } from "./operations.ts";
import { numberInWords, timeZone } from "./words.ts";

interface Options extends AuditOptions {
  by: CountedBy;
  operation?: string[];
}

/** `rekey audit count SECRET|KEY`. */
export const countCommand = withOperation(questionCommand("count"))
  .description("How many times a key or secret was used.")
  .argument("<key|secret>", "key: id, ARN or alias/NAME; secret: name, ARN or PREFIX*")
  .addOption(new Option("--by <what>", "what to count by").choices(countedBy).default("day"))
  .action(async (text: string, options: Options, command: Command) => {
    const { by, operation: operations } = options;
    const hasChart = process.stdout.isTTY && !options.json && !options.csv;
    await answer(
      command,
      options,
      count(parseResource(text), { by, timeZone, ...(operations && { operations }) }),
      {
        head: [by, "times", "failed", ...(hasChart ? [""] : [])],
        none: `${text} was not used.`,
        hasMore: ({ hasMore }) => hasMore,
        rows: ({ groups }) => {
          const most = Math.max(...groups.map((group) => group.count));
          return groups.map((group) => [
            group.name,
            numberInWords(group.count - group.failed),
            numberInWords(group.failed),
            ...(hasChart ? [bar(group.count - group.failed, most)] : []),
          ]);
        },
        summary: (all) =>
          `${numberInWords(all.count - all.failed)} times${all.failed > 0 ? `, and ${numberInWords(all.failed)} that failed` : ""}.`,
      },
    );
  });
