import { ErrorReply } from "@redis/client";
import { EngineError } from "../../errors.ts";
import { configured } from "./configured.ts";
import type { Connection } from "./connection.ts";
import { NotPersistentError } from "./errors.ts";
import { infoFields } from "./topology.ts";

/**
 * Makes a node write its users where it reads them from when it starts: into its ACL file, else into its
 * configuration file. The latter takes every other setting along that was changed since the start.
 *
 * A configuration file that gets its users by `include` must not be written so: Redis would then find them twice and
 * not start (redis/redis#11736). No command tells whether it does; an ACL file has no such trouble.
 *
 * @throws NotPersistentError if it has neither, or may not write it
 */
export async function saveUsers(node: Connection): Promise<void> {
  const problem = await refusal(node, "ACL", "SAVE");
  if (problem === undefined) return;
  if (!/not configured to use an ACL file/i.test(problem)) {
    throw new NotPersistentError(node.place, "it cannot write its ACL file");
  }
  await saveConfiguration(node);
}

/**
 * Whether a node has an ACL file to write its users into, else a configuration file; undefined if who is logged in
 * may not know, which saveUsers() does not need.
 *
 * @throws NotPersistentError if it has neither
 */
export async function usersFile(node: Connection): Promise<"aclfile" | "configuration" | undefined> {
  const aclFile = await configured(node, "aclfile").catch((error: unknown) => {
    if (error instanceof EngineError && error.code === "privilege") return undefined;
    throw error;
  });
  if (aclFile === undefined) return undefined;
  if (aclFile !== "") return "aclfile";
  const { config_file: file = "" } = Object.fromEntries(
    infoFields(String(await node.command("INFO", "server"))),
  );
  if (file !== "") return "configuration";
  throw new NotPersistentError(node.place, neitherFile);
}

const neitherFile = "it has neither an ACL file nor a configuration file";

/** Makes a node write its configuration file, for settings that are no users. */
export async function saveConfiguration(node: Connection): Promise<void> {
  const problem = await refusal(node, "CONFIG", "REWRITE");
  if (problem === undefined) return;
  const why = /without a config file/i.test(problem) ? neitherFile : "it cannot write its configuration file";
  throw new NotPersistentError(node.place, why);
}

/** The server's words if it refuses; a missing privilege or a lost connection is thrown. */
async function refusal(node: Connection, command: string, subcommand: string): Promise<string | undefined> {
  try {
    await node.raw(command, subcommand);
    return undefined;
  } catch (error) {
    if (error instanceof ErrorReply && error.message.startsWith("ERR ")) return error.message;
    throw node.explain(error, `${command} ${subcommand}`);
  }
}
