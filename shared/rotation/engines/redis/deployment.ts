import { AuthenticationError, EngineError } from "../../errors.ts";
import { digestOf, passwordsOf } from "./acl-user.ts";
import { after, type Connection, connect } from "./connection.ts";
import type { RedisCredential } from "./credential.ts";
import { saveConfiguration, saveUsers } from "./persistence.ts";
import { refuseSentinels, replicationPassword, setReplicationPassword } from "./replication.ts";
import type { Address } from "./tls.ts";
import { viewOf } from "./topology.ts";

/** A node, and what it was like when it was looked at. */
export interface Node {
  connection: Connection;
  /** Digests of the passwords that it takes for the user. */
  passwords: string[];
  /** The password with which it logs in to its primary as the user. */
  replicatesWith: string | undefined;
}

/** All nodes of a server, and what can be done to a user on all of them. */
export interface Deployment {
  /** Makes every node take these passwords beside what it takes. */
  take(...passwords: string[]): Promise<void>;
  /** Makes every node take `old` no more. */
  refuse(old: string): Promise<void>;
  /** Makes every node take this password and no other. */
  takeOnly(password: string): Promise<void>;
  /** Makes the nodes that log in to their primary as the user do so with `next`. */
  replicateWith(next: string, insteadOf: (password: string) => boolean): Promise<void>;
}

/** Who does something to whom. */
export interface Parties {
  /** Who logs in. */
  as: RedisCredential;
  /**
   * Who logs in on other nodes than the secret's where `as` is refused: an interrupted change may have been there
   * already.
   */
  alsoAs: RedisCredential;
  /** Whose passwords are changed. */
  user: RedisCredential;
}

/**
 * Users are not replicated, neither to replicas nor in a cluster: so every node is changed. Before anything is, every
 * node must be there, know the user, and be able to keep the change over a restart.
 *
 * The node that the secret names comes last, so that an interrupted change leaves it as it was and the next call sees
 * that there is work to do.
 */
export function onEveryNode(
  parties: Parties,
  timeoutMs: number,
  work: (deployment: Deployment) => Promise<void>,
): Promise<void> {
  return withNodes(parties, timeoutMs, async (nodes) => {
    const { user } = parties;
    if (user.persist) await Promise.all(nodes.map(makeSureOfRestart));
    await work(deployment(nodes, user));
  });
}

/** Looks at every node, changing nothing; the one that the secret names is the last. */
export async function withNodes<T>(
  { as, alsoAs, user }: Parties,
  timeoutMs: number,
  work: (nodes: readonly Node[]) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, after(timeoutMs)]);
  try {
    const seed = await connect(as, signal);
    const logins = as.username === alsoAs.username ? [as, alsoAs] : [as];
    const others = await findOthers(seed, (address) => connectAsAny(logins, signal, address));
    const connections = [...others, seed];
    return await work(
      await Promise.all(connections.map((one) => observe(one, user, connections.length > 1))),
    );
  } finally {
    over.abort();
  }
}

async function findOthers(
  seed: Connection,
  open: (address: Address) => Promise<Connection>,
): Promise<Connection[]> {
  const { runId, peers } = await viewOf(seed);
  const runIds = new Set([runId]);
  const asked = new Set<string>();
  const found: Connection[] = [];
  let unseen = peers;
  while (unseen.length > 0) {
    const next = unseen.filter(({ host, port }) => !asked.has(`${host}:${port}`));
    for (const { host, port } of next) asked.add(`${host}:${port}`);
    const seen = await Promise.all(
      next.map(async (address) => {
        const connection = await open(address);
        return { connection, ...(await viewOf(connection)) };
      }),
    );
    const fresh = seen.filter((one) => !runIds.has(one.runId) && runIds.add(one.runId));
    found.push(...fresh.map(({ connection }) => connection));
    unseen = fresh.flatMap((one) => one.peers);
  }
  return found;
}

async function connectAsAny(
  logins: readonly RedisCredential[],
  signal: AbortSignal,
  address: Address,
): Promise<Connection> {
  for (const login of logins) {
    try {
      return await connect(login, signal, address);
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
    }
  }
  // No AuthenticationError: the login that the caller asked about was not refused by the secret's own host.
  throw new EngineError(
    "authentication",
    `${address.host}:${address.port} refuses the login of "${logins[0]?.username}" that the secret's host takes. Users are not replicated: set the same passwords on every node, then rotate again.`,
  );
}

async function observe(connection: Connection, user: RedisCredential, hasPeers: boolean): Promise<Node> {
  const passwords = await passwordsOf(connection, user.username);
  await refuseSentinels(connection, user.username);
  const replicatesWith = hasPeers ? await replicationPassword(connection, user.username) : undefined;
  return { connection, passwords, replicatesWith };
}

/** Saving what is there shows whether saving works; it also makes up for a save that failed last time. */
async function makeSureOfRestart({ connection, replicatesWith }: Node): Promise<void> {
  await saveUsers(connection);
  if (replicatesWith !== undefined) await saveConfiguration(connection);
}

function deployment(nodes: readonly Node[], { username, persist }: RedisCredential): Deployment {
  const setUser = async (node: Node, rules: string[], passwords: string[]) => {
    await node.connection.command("ACL", "SETUSER", username, ...rules);
    node.passwords = passwords;
    if (persist) await saveUsers(node.connection);
  };
  return {
    take: (...passwords) =>
      inTurn(nodes, async (node) => {
        const missing = passwords.map(digestOf).filter((digest) => !node.passwords.includes(digest));
        if (missing.length === 0) return;
        const rules = missing.map((digest) => `#${digest}`);
        await setUser(node, rules, [...node.passwords, ...missing]);
      }),
    refuse: (old) =>
      inTurn(nodes, async (node) => {
        const digest = digestOf(old);
        if (!node.passwords.includes(digest)) return;
        const rest = node.passwords.filter((one) => one !== digest);
        await setUser(node, [`!${digest}`], rest);
      }),
    takeOnly: (password) =>
      inTurn(nodes, async (node) => {
        const digest = digestOf(password);
        if (node.passwords.length === 1 && node.passwords[0] === digest) return;
        await setUser(node, ["resetpass", `#${digest}`], [digest]);
      }),
    replicateWith: (next, insteadOf) =>
      inTurn(nodes, async (node) => {
        const { replicatesWith } = node;
        if (replicatesWith === undefined || replicatesWith === next || !insteadOf(replicatesWith)) return;
        await setReplicationPassword(node.connection, next, persist);
        node.replicatesWith = next;
      }),
  };
}

/** The last node is the secret's own: it waits for all others. */
async function inTurn(nodes: readonly Node[], change: (node: Node) => Promise<void>): Promise<void> {
  await Promise.all(nodes.slice(0, -1).map(change));
  await Promise.all(nodes.slice(-1).map(change));
}
