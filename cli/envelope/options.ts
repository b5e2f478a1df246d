import type { Command } from "commander";
import { addPair } from "../repeatable.ts";
import { withJson } from "../stack.ts";

/** What the commands over files have in common. */
export interface FilesOptions {
  recursive?: boolean;
  output?: string;
  force?: boolean;
  json?: boolean;
}

/** The files of a command, and where its outputs go. */
export function withFiles(command: Command): Command {
  return withJson(command)
    .argument("<file...>", "files, folders with --recursive, or - for standard input")
    .option("-r, --recursive", "all files below folders; links are not followed")
    .option("-o, --output <path>", "file, or folder for several; - for standard output")
    .option("--force", "replace outputs that are there");
}

/** The option for the encryption context. */
export function withContext(command: Command): Command {
  return command.requiredOption(
    "--context <key=value>",
    "a pair of the encryption context; again for more",
    addPair,
  );
}
