import { Argument, type Command } from "commander";
import { deleted } from "../../shared/audit/index.ts";
import { type AuditOptions, answer, questionCommand } from "./answer.ts";
import { localTime } from "./words.ts";

/** `rekey audit deleted [keys|secrets]`. */
export const deletedCommand = questionCommand("deleted")
  .description(
    "What was disabled, scheduled for deletion, deleted or restored, by whom, and can it be saved?",
  )
  .addArgument(new Argument("[what]", "one of both alone").choices(["keys", "secrets"]))
  .action(async (what: "keys" | "secrets" | undefined, options: AuditOptions, command: Command) => {
    await answer(command, options, deleted(what ?? "all", new Date()), {
      head: ["what", "state", "can it be saved?", "until", "done", "by"],
      none: `No ${what === "keys" ? "key" : what === "secrets" ? "secret" : "key or secret"} was taken out of use.`,
      rows: (removals) =>
        removals.map(({ kind, name, state, rescue, recoverableUntil = "", events }) => [
          `${kind} ${name}`,
          state,
          rescue,
          localTime(recoverableUntil),
          events.map(({ time, change }) => `${localTime(time)} ${change}`),
          [...new Set(events.map(({ caller }) => caller))],
        ]),
    });
  });
