import { Command } from "commander";
import { allowCommand } from "./allow.ts";
import { checkCommand } from "./check.ts";
import { whoCanCommand } from "./who-can.ts";
import { whyCommand } from "./why.ts";

/** `rekey access …`: who may use which key and read which secret, and how to let somebody. */
export const accessCommand = new Command("access")
  .description("Say who may use keys and read secrets, and let somebody.")
  .addCommand(whyCommand)
  .addCommand(whoCanCommand)
  .addCommand(checkCommand)
  .addCommand(allowCommand);
