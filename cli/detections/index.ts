import { Command } from "commander";
import { listCommand } from "./list.ts";
import { showCommand } from "./show.ts";
import { testCommand } from "./test.ts";

/** `rekey detections …`: what Rekey looks for. */
export const detectionsCommand = new Command("detections")
  .description("See what Rekey looks for, and try it.")
  .addCommand(listCommand)
  .addCommand(showCommand)
  .addCommand(testCommand);
