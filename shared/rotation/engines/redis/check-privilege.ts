import { ErrorReply } from "@redis/client";
import type { Connection } from "./connection.ts";
import type { RedisCredential } from "./credential.ts";
import { type Node, withNodes } from "./deployment.ts";
import { usersFile } from "./persistence.ts";

/** A password's digest that no password has. */
const anyDigest = `#${"0".repeat(64)}`;

/**
 * Asks every node whether a user's passwords may be changed there, and kept over a restart. What only reads is done;
 * of what would change something, `ACL DRYRUN` tells.
 *
 * @returns why a node cannot tell, in words; undefined if all of it is allowed everywhere
 * @throws EngineError that says what is in the way
 */
export function checkPrivilege(
  as: RedisCredential,
  user: RedisCredential,
  timeoutMs: number,
): Promise<string | undefined> {
  return withNodes({ as, alsoAs: user, user }, timeoutMs, async (nodes) => {
    const answers = await Promise.all(nodes.map((node) => checkNode(node, as, user)));
    return answers.find((answer) => answer !== undefined);
  });
}

async function checkNode(
  { connection, replicatesWith }: Node,
  as: RedisCredential,
  user: RedisCredential,
): Promise<string | undefined> {
  const replicates = replicatesWith !== undefined;
  const file = user.persist ? await usersFile(connection) : "none";
  const rewrites = user.persist && (file === "configuration" || replicates);
  const commands = [
    ["ACL", "SETUSER", user.username, anyDigest],
    ...(user.persist ? [["ACL", "SAVE"]] : []),
    ...(replicates ? [["CONFIG", "SET", "masterauth", ""]] : []),
    ...(rewrites ? [["CONFIG", "REWRITE"]] : []),
  ];
  for (const command of commands) {
    const untold = await dryRun(connection, as.username, command);
    if (untold !== undefined) return untold;
  }
  return file === undefined
    ? `"${as.username}" may not ask ${connection.place} into which file it writes its users; grant it +config|get to have this checked`
    : undefined;
}

/**
 * Asks whether a user may run a command; it is not run.
 *
 * @returns why it cannot be told, in words; undefined if the user may
 * @throws EngineError if the user may not
 */
export async function dryRun(
  node: Connection,
  username: string,
  command: readonly string[],
): Promise<string | undefined> {
  const name = command.slice(0, 2).join(" ");
  try {
    const answer = await node.raw("ACL", "DRYRUN", username, ...command);
    if (String(answer) === "OK") return undefined;
  } catch (error) {
    if (!(error instanceof ErrorReply)) throw node.explain(error, "ACL DRYRUN");
    if (/^NOPERM/.test(error.message)) {
      return `"${username}" may not ask ${node.place} with ACL DRYRUN; grant it +acl|dryrun to have this checked`;
    }
    if (/unknown (sub)?command/i.test(error.message)) {
      return `${node.place} has no ACL DRYRUN, which came with Redis 7`;
    }
    throw node.explain(error, "ACL DRYRUN");
  }
  throw node.explain(new ErrorReply("NOPERM"), name);
}
