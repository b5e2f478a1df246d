import { EngineError } from "../../errors.ts";
import { configured } from "./configured.ts";
import type { Connection } from "./connection.ts";
import { saveConfiguration } from "./persistence.ts";

/**
 * With which password a node logs in to its primary, if it does so as the user: `masteruser` and `masterauth`. Every
 * node of a cluster has them, since each may become a replica.
 *
 * @returns undefined if it logs in as another user, or not at all
 */
export async function replicationPassword(node: Connection, username: string): Promise<string | undefined> {
  const user = (await configured(node, "masteruser")) || "default";
  const password = await configured(node, "masterauth");
  return user === username && password !== "" ? password : undefined;
}

/** Makes a node log in to its primary with another password; a link that stands goes on. */
export async function setReplicationPassword(
  node: Connection,
  password: string,
  persist: boolean,
): Promise<void> {
  await node.command("CONFIG", "SET", "masterauth", password);
  if (persist) await saveConfiguration(node);
}

/**
 * Sentinels hold the password in files of their own and would lose sight of the server without it, so that a rotation
 * would end in a failover that fails.
 *
 * @throws EngineError if a Sentinel is logged in as the user
 */
export async function refuseSentinels(node: Connection, username: string): Promise<void> {
  const clients = String(await node.command("CLIENT", "LIST", "TYPE", "NORMAL")).split("\n");
  const sentinel = clients.some((line) => {
    const words = line.split(" ");
    return words.includes(`user=${username}`) && words.some((word) => /^name=sentinel-.*-cmd$/.test(word));
  });
  if (!sentinel) return;
  throw new EngineError(
    "statement",
    `A Sentinel watches ${node.place} as "${username}" and would lose it with the old password. Give Sentinel a user of its own (sentinel auth-user, auth-pass), then rotate again.`,
  );
}
