import { HostUnreachableError } from "../../errors.ts";
import type { Connection } from "./connection.ts";
import type { Address } from "./tls.ts";

/** What a node says of itself and the others. */
export interface View {
  /** Made anew at each start of the process, and different for each: the same server under two addresses has one. */
  runId: string;
  peers: Address[];
}

/**
 * Asks a node which others there are: the nodes of its cluster, else its primary and its replicas. A replica that is
 * switched off is known to nobody outside a cluster.
 *
 * @throws HostUnreachableError if a node of the cluster is down
 */
export async function viewOf(node: Connection): Promise<View> {
  const info = infoFields(String(await node.command("INFO")));
  const runId = info.get("run_id") ?? node.place;
  if (info.get("cluster_enabled") !== "1") return { runId, peers: replicationPeers(info) };
  return { runId, peers: clusterPeers(String(await node.command("CLUSTER", "NODES"))) };
}

/** The lines `name:value` of INFO. */
export function infoFields(text: string): Map<string, string> {
  const pairs = text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const colon = line.indexOf(":");
    return colon > 0 && !line.startsWith("#") ? [[line.slice(0, colon), line.slice(colon + 1)]] : [];
  });
  return new Map(pairs);
}

/**
 * The primary of a replica, and the replicas of a node.
 * Source: INFO in Redis's documentation, section replication.
 */
export function replicationPeers(info: ReadonlyMap<string, string>): Address[] {
  const primary =
    info.get("role") === "slave" ? address(info.get("master_host") ?? "", info.get("master_port") ?? "") : [];
  const replicas = [...info].flatMap(([name, value]) => {
    if (!/^slave\d+$/.test(name)) return [];
    const fields = new Map(value.split(",").map((field) => pairOf(field, "=")));
    return address(fields.get("ip") ?? "", fields.get("port") ?? "");
  });
  return [...primary, ...replicas];
}

/**
 * The other nodes of a cluster: `<id> <ip:port@cport[,hostname[,field=value]*]> <flags> …` a line.
 * Source: CLUSTER NODES in Redis's documentation.
 *
 * @throws HostUnreachableError if one of them is down: it would come back with the old password
 */
export function clusterPeers(text: string): Address[] {
  return text.split("\n").flatMap((line) => {
    const [id = "", place = "", flagText = ""] = line.split(" ");
    const flags = flagText.split(",");
    if (flagText === "" || flags.includes("myself")) return [];
    if (["fail", "noaddr", "handshake"].some((flag) => flags.includes(flag))) {
      throw new HostUnreachableError(
        "connect",
        `The node ${id} (${place}) of the cluster is down or not yet in it (${flagText}), and would keep its old passwords. Bring it back or remove it (CLUSTER FORGET), then rotate again.`,
      );
    }
    const [endpoint = "", hostname = ""] = place.split(",");
    const [hostAndPort = ""] = endpoint.split("@");
    const colon = hostAndPort.lastIndexOf(":");
    const found = address(hostAndPort.slice(0, Math.max(colon, 0)), hostAndPort.slice(colon + 1));
    return found.map((one) => ({ ...one, hostname: hostname || undefined }));
  });
}

function address(host: string, port: string): Address[] {
  const number = /^\d+$/.test(port) ? Number(port) : 0;
  return host !== "" && number >= 1 && number <= 65_535 ? [{ host, port: number }] : [];
}

function pairOf(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
