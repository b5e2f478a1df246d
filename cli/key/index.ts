import { Command } from "commander";
import { deleteCommand } from "./delete.ts";
import { disableCommand } from "./disable.ts";
import { enableCommand } from "./enable.ts";
import { undeleteCommand } from "./undelete.ts";

const commands = [disableCommand, enableCommand, deleteCommand, undeleteCommand];

/** `rekey key …`: the life of KMS keys, without accidents. */
export const keyCommand = new Command("key").description(
  "Create KMS keys, look after them, and take them out of use.",
);
for (const command of commands) keyCommand.addCommand(command);
