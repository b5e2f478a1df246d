import { Command } from "commander";
import { activityCommand } from "./activity.ts";
import { changesCommand } from "./changes.ts";
import { countCommand } from "./count.ts";
import { deletedCommand } from "./deleted.ts";
import { deniedCommand } from "./denied.ts";
import { importCommand } from "./import.ts";
import { sqlCommand } from "./sql.ts";
import { unusedCommand } from "./unused.ts";
import { whoUsedCommand } from "./who-used.ts";

/** `rekey audit …`: questions about who used which key or secret, answered from CloudTrail. */
export const auditCommand = new Command("audit")
  .description("Who used which key or secret? Answers from CloudTrail.")
  .addHelpText("after", "\nExit codes: 0 answered, 2 not answered, or only in part.")
  .addCommand(whoUsedCommand)
  .addCommand(countCommand)
  .addCommand(deletedCommand)
  .addCommand(changesCommand)
  .addCommand(activityCommand)
  .addCommand(deniedCommand)
  .addCommand(unusedCommand)
  .addCommand(importCommand)
  .addCommand(sqlCommand);
