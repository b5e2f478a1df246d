import type { Command } from "commander";
import { changes, parseResource } from "../../shared/audit/index.ts";
import { type AuditOptions, answer, questionCommand } from "./answer.ts";
import { localTime } from "./words.ts";

/** `rekey audit changes KEY|SECRET`. */
export const changesCommand = questionCommand("changes")
  .description(
    "The history of a key's policy, grants, rotation and aliases, of a secret's versions and labels.",
  )
  .argument("<key|secret>", "key: id, ARN or alias/NAME; secret: name, ARN or PREFIX*")
  .action(async (text: string, options: AuditOptions, command: Command) => {
    await answer(command, options, changes(parseResource(text)), {
      head: ["when", "change", "by", "through", "refused"],
      none: `${text} was not changed.`,
      rows: (timeline) =>
        timeline.map(({ time, change, caller, service = "", error = "" }) => [
          localTime(time),
          change,
          caller,
          service,
          error,
        ]),
    });
  });
