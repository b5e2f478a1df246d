import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clusterPeers,
  infoFields,
  replicationPeers,
} from "../../../../../shared/rotation/engines/redis/topology.ts";

describe("INFO", () => {
  const replicaOf = (text: string) => replicationPeers(infoFields(text));

  it("names the replicas of a primary", () => {
    const text = [
      "# Replication",
      "role:master",
      "connected_slaves:2",
      "slave0:ip=10.0.0.7,port=6380,state=online,offset=14,lag=0",
      "slave1:ip=fd00::7,port=6381,state=wait_bgsave,offset=0,lag=1,type=rdb-channel",
      "slave_repl_offset:14",
      "",
    ].join("\r\n");
    expect(replicaOf(text)).toEqual([
      { host: "10.0.0.7", port: 6_380 },
      { host: "fd00::7", port: 6_381 },
    ]);
  });

  it("names the primary of a replica", () => {
    expect(replicaOf("role:slave\r\nmaster_host:primary.example.com\r\nmaster_port:6379\r\n")).toEqual([
      { host: "primary.example.com", port: 6_379 },
    ]);
  });

  it("names nobody beside a server that is alone", () => {
    expect(replicaOf("role:master\r\nmaster_host:left-over\r\nmaster_port:6379\r\n")).toEqual([]);
  });
});

describe("CLUSTER NODES", () => {
  it("names the other nodes, in the ways of all versions", () => {
    const text = [
      "a1 10.0.0.1:6379@16379,,tls-port=0,shard-id=69bc myself,master - 0 0 1 connected 0-5460",
      "b2 10.0.0.2:6379@16379 master - 0 1 2 connected 5461-10922",
      "c3 10.0.0.3:6380@16380,three.example.com,shard-id=aa slave b2 0 1 2 connected",
      "d4 fd00::4:6379@16379,four.example.com master,fail? - 1 1 3 connected",
      "",
    ].join("\n");
    expect(clusterPeers(text)).toEqual([
      { host: "10.0.0.2", port: 6_379 },
      { host: "10.0.0.3", port: 6_380, hostname: "three.example.com" },
      { host: "fd00::4", port: 6_379, hostname: "four.example.com" },
    ]);
  });

  it.each(["master,fail", "slave,noaddr", "handshake"])(
    "with a node that is %s says which one is missing",
    (flags) => {
      expect(() => clusterPeers(`b2 10.0.0.2:6379@16379 ${flags} - 0 1 2 disconnected\n`)).toThrow(
        expect.objectContaining({
          name: "HostUnreachableError",
          message: expect.stringContaining("b2 (10.0.0.2:6379@16379)"),
        }),
      );
    },
  );
});

it("Whatever a server answers, only addresses that can be connected to come of it", () => {
  const words = fc.constantFrom(
    ":",
    "@",
    ",",
    " ",
    "\n",
    "\r\n",
    "=",
    "slave0:ip=",
    "port=",
    "role:slave",
    "master",
    "10.0.0.1",
    "6379",
    "70000",
    "-1",
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (answer) => {
      const found = [...replicationPeers(infoFields(answer)), ...clusterPeers(answer)];
      const wrong = found.filter(({ host, port }) => host === "" || !(port >= 1 && port <= 65_535));
      expect(wrong).toEqual([]);
    }),
  );
});
