import { createHash } from "node:crypto";
import * as z from "zod";
import { EngineError } from "../../errors.ts";
import type { Connection } from "./connection.ts";

const schema = z.looseObject({ flags: z.array(z.string()), passwords: z.array(z.string()) });

/**
 * Which passwords a node takes for a user, as digests.
 *
 * @throws EngineError if the node has no such user, or takes any password for it
 */
export async function passwordsOf(node: Connection, username: string): Promise<string[]> {
  const reply = await node.command("ACL", "GETUSER", username);
  if (reply === null) {
    throw new EngineError(
      "statement",
      `${node.place} has no user "${username}". Users are not replicated: make it on every node, with the same rights.`,
    );
  }
  const user = schema.safeParse(reply);
  if (!user.success) {
    throw new EngineError("answer", `${node.place} describes the user "${username}" in an unknown way.`);
  }
  if (user.data.flags.includes("nopass")) {
    throw new EngineError(
      "statement",
      `${node.place} takes any password for "${username}" (nopass): a rotation would lock out whoever uses none. Give it the password of AWSCURRENT first (ACL SETUSER), then rotate again.`,
    );
  }
  return user.data.passwords;
}

/**
 * A password as the server stores it. Sent in this form, the password itself is in no command at all.
 * Source: ACL SETUSER in Redis's documentation, rules `#<hashedpassword>` and `!<hashedpassword>`.
 */
export function digestOf(password: string): string {
  return createHash("sha256").update(password).digest("hex");
}
