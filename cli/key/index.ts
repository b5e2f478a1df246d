import { Command } from "commander";
import { createCommand } from "./create.ts";
import { deleteCommand } from "./delete.ts";
import { disableCommand } from "./disable.ts";
import { enableCommand } from "./enable.ts";
import { grantCommand } from "./grant.ts";
import { grantsCommand } from "./grants.ts";
import { listCommand } from "./list.ts";
import { replaceCommand } from "./replace.ts";
import { revokeCommand } from "./revoke.ts";
import { rotateCommand } from "./rotate.ts";
import { showCommand } from "./show.ts";
import { undeleteCommand } from "./undelete.ts";

/** `rekey key …`: the life of KMS keys, without accidents. */
export const keyCommand = new Command("key")
  .description("Create KMS keys, look after them, and take them out of use.")
  .addCommand(createCommand)
  .addCommand(showCommand)
  .addCommand(listCommand)
  .addCommand(rotateCommand)
  .addCommand(disableCommand)
  .addCommand(enableCommand)
  .addCommand(deleteCommand)
  .addCommand(undeleteCommand)
  .addCommand(replaceCommand)
  .addCommand(grantCommand)
  .addCommand(grantsCommand)
  .addCommand(revokeCommand);
