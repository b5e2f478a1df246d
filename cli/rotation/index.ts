import { Command } from "commander";
import { enableCommand } from "./enable.ts";
import { historyCommand } from "./history.ts";
import { readinessCommand } from "./readiness.ts";
import { recoverCommand } from "./recover.ts";
import { rollbackCommand } from "./rollback.ts";
import { statusCommand } from "./status.ts";
import { testCommand } from "./test.ts";

/** `rekey rotation …`: how a secret's rotation is, and what to do about it. */
export const rotationCommand = new Command("rotation")
  .description("Look after a secret's rotation.")
  .addCommand(statusCommand)
  .addCommand(recoverCommand)
  .addCommand(rollbackCommand)
  .addCommand(historyCommand)
  .addCommand(enableCommand)
  .addCommand(testCommand)
  .addCommand(readinessCommand);
