import type { Engine } from "../../engine.ts";
import { EngineError } from "../../errors.ts";
import { nextPassword } from "../password-credential.ts";
import { checkPrivilege } from "./check-privilege.ts";
import { after, connect } from "./connection.ts";
import { parseRedisCredential, type RedisCredential } from "./credential.ts";
import { onEveryNode } from "./deployment.ts";

/**
 * Redis from version 6 and Valkey: users with any number of passwords at a time. `default` with `requirepass` is one
 * of them.
 *
 * - Every node is changed: the primary, its replicas, all nodes of a cluster. One that is down makes the rotation
 *   fail before anything is changed. Nodes that log in to their primary as the user (`masterauth`) get the new
 *   password for that before the old one goes; Sentinels cannot, and need a user of their own.
 * - The change must outlive a restart: in the ACL file, else in the configuration file. A server that can write
 *   neither makes the rotation fail with NotPersistentError before anything is changed, unless the secret says
 *   `"persist": false`: for servers that are given their passwords from the secret whenever they start.
 * - Whoever changes a password needs `+acl +info +client|list +cluster|nodes +config|get +config|set
 *   +config|rewrite`. A user that has `+acl` may give itself everything: better a superuser, by `masterarn`.
 * - Sessions that are logged in stay; Redis ends them only with the user itself.
 */
export const redis: Engine<RedisCredential> = {
  strategies: ["overlap", "single-user"],
  parse: parseRedisCredential,
  next: nextPassword,

  logIn: async (credential, timeoutMs) => {
    const over = new AbortController();
    try {
      const node = await connect(credential, AbortSignal.any([over.signal, after(timeoutMs)]));
      await node.command("PING").catch(unlessForbidden);
    } finally {
      over.abort();
    }
  },

  overlap: {
    add: (as, current, next, timeoutMs) =>
      onEveryNode({ as, alsoAs: next, user: next }, timeoutMs, (nodes) =>
        nodes.take(current.password, next.password),
      ),

    remove: (as, kept, old, timeoutMs) =>
      onEveryNode({ as, alsoAs: old, user: kept }, timeoutMs, async (nodes) => {
        // A node that was away, or is new, may lack what the secret's own host takes.
        await nodes.take(kept.password);
        if (old.password === kept.password) return;
        await nodes.replicateWith(kept.password, (password) => password === old.password);
        await nodes.refuse(old.password);
      }),

    isSame: (one, other) => one.password === other.password,
    checkPrivilege,
  },

  singleUser: {
    set: (as, next, timeoutMs) => replace(as, next, timeoutMs),

    /** Repeats a save that failed. Where a user without a superuser may not do so, set() failed before. */
    settle: (as, current, timeoutMs) => replace(as, current, timeoutMs).catch(unlessForbidden),
    checkPrivilege,
  },
};

/**
 * First beside what the nodes take, then alone: were the second step lost by a crash, a restarted server would still
 * take the new password.
 */
function replace(as: RedisCredential, next: RedisCredential, timeoutMs: number): Promise<void> {
  return onEveryNode({ as, alsoAs: next, user: next }, timeoutMs, async (nodes) => {
    await nodes.take(next.password);
    await nodes.replicateWith(next.password, () => true);
    await nodes.takeOnly(next.password);
  });
}

/** A user that is logged in but may not even do this is logged in all the same. */
function unlessForbidden(error: unknown): void {
  if (!(error instanceof EngineError && error.code === "privilege")) throw error;
}
