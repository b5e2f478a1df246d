import type { Command } from "commander";
import { withJson } from "../stack.ts";

/** Adds the argument that names a key, and the option for programs; the same for every command. */
export function withKey(command: Command): Command {
  return withJson(command).argument("<key>", "alias (with or without alias/), id or ARN");
}
