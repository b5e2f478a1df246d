import type { RequestListener, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isRdsProxy, type Names } from "../../../shared/rotation/rds-proxy.ts";
import { listening } from "../listening.ts";

const xmlns = `xmlns="http://rds.amazonaws.com/doc/2014-10-31/"`;
const proxy = "orders.proxy-abcdefghijkl.eu-central-1.rds.amazonaws.com";
const readers = "readers.endpoint.proxy-abcdefghijkl.eu-central-1.rds.amazonaws.com";
const instance = "orders.abcdefghijkl.eu-central-1.rds.amazonaws.com";

/** What Amazon RDS answers, in the form of its API reference: the proxies in two pages. */
const answers: Record<string, string> = {
  "DescribeDBProxies ": `<DescribeDBProxiesResponse ${xmlns}><DescribeDBProxiesResult><DBProxies><member>
    <DBProxyName>young</DBProxyName></member></DBProxies><Marker>next</Marker></DescribeDBProxiesResult></DescribeDBProxiesResponse>`,
  "DescribeDBProxies next": `<DescribeDBProxiesResponse ${xmlns}><DescribeDBProxiesResult><DBProxies><member>
    <DBProxyName>orders</DBProxyName><Endpoint>${proxy}</Endpoint></member></DBProxies></DescribeDBProxiesResult></DescribeDBProxiesResponse>`,
  "DescribeDBProxyEndpoints ": `<DescribeDBProxyEndpointsResponse ${xmlns}><DescribeDBProxyEndpointsResult><DBProxyEndpoints><member>
    <DBProxyEndpointName>readers</DBProxyEndpointName><Endpoint>${readers}</Endpoint></member></DBProxyEndpoints></DescribeDBProxyEndpointsResult></DescribeDBProxyEndpointsResponse>`,
};

let asked: string[];
let spoil: ((response: ServerResponse) => void) | undefined;
const respond: RequestListener = async (request, response) => {
  const query = new URLSearchParams(await text(request));
  const what = `${query.get("Action")} ${query.get("Marker") ?? ""}`;
  asked.push(what);
  if (spoil) return spoil(response);
  response.writeHead(200, { "Content-Type": "text/xml" });
  response.end(answers[what]);
};

beforeEach(async () => {
  asked = [];
  spoil = undefined;
  vi.stubEnv("AWS_ENDPOINT_URL_RDS", await listening(respond));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_REGION", "eu-central-1");
});
afterEach(() => vi.unstubAllEnvs());

/** DNS, as a table: what a name is an alias of, and the addresses of names. */
function dns(aliases: Record<string, string>, addresses: Record<string, string[]> = {}): Names {
  const found = <T>(value: T | undefined): Promise<T> =>
    value === undefined ? Promise.reject(new Error("ENODATA")) : Promise.resolve(value);
  return {
    resolveCname: (name) => found(aliases[name] === undefined ? undefined : [aliases[name]]),
    lookup: (name) => found(addresses[name]?.map((address) => ({ address }))),
  };
}

const theirAddresses = { [proxy]: ["10.0.0.7", "10.0.1.7"], [readers]: ["10.0.0.8"] };

describe("by names alone, a proxy is", () => {
  test.each([
    ["its own endpoint", proxy, {}, true],
    ["another endpoint of it", readers, {}, true],
    ["one of China's", "orders.proxy-abcdefghijkl.cn-north-1.rds.amazonaws.com.cn", {}, true],
    ["an alias", "db.example.com", { "db.example.com": proxy }, true],
    [
      "an alias of an alias",
      "db.example.com",
      { "db.example.com": "a.example.com", "a.example.com": readers },
      true,
    ],
    ["no instance", instance, {}, false],
    ["no cluster of DocumentDB", "shop.cluster-abcdefghijkl.eu-central-1.docdb.amazonaws.com", {}, false],
    ["no alias of an instance", "db.example.com", { "db.example.com": instance }, false],
    ["no name that only looks like one", "db.proxy-ab.eu-central-1.rds.amazonaws.com.example.com", {}, false],
  ])("%s", async (_, host, aliases, is) => {
    expect(await isRdsProxy(host, dns(aliases))).toBe(is);
    expect(asked).toEqual([]);
  });

  test("nothing on loopback, nor an alias that goes round", async () => {
    for (const host of ["localhost", "127.0.0.1", "::1"]) expect(await isRdsProxy(host, dns({}))).toBe(false);
    const round = { "a.example.com": "b.example.com", "b.example.com": "a.example.com" };
    expect(await isRdsProxy("a.example.com", dns(round))).toBe(false);
    expect(asked).toEqual([]);
  });
});

describe("where the name does not tell, Amazon RDS is asked for its proxies, and one is", () => {
  test.each([
    ["a name with a proxy's address", "db.example.com", { "db.example.com": ["10.0.1.7"] }, true],
    [
      "a name with the address of another endpoint",
      "db.example.com",
      { "db.example.com": ["10.0.0.8"] },
      true,
    ],
    ["a proxy's address itself", "10.0.0.7", {}, true],
    ["no name with another address", "db.example.com", { "db.example.com": ["10.0.0.9"] }, false],
  ])("%s", async (_, host, addresses, is) => {
    expect(await isRdsProxy(host, dns({}, { ...theirAddresses, ...addresses }))).toBe(is);
    expect(asked).toEqual(["DescribeDBProxies ", "DescribeDBProxies next", "DescribeDBProxyEndpoints "]);
  });
});

describe("a host is taken for none where Amazon RDS", () => {
  const fault = (code: string) =>
    `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`;
  test.each<[string, (response: ServerResponse) => void]>([
    ["does not let the function ask", (response) => response.writeHead(403).end(fault("AccessDenied"))],
    ["fails", (response) => response.writeHead(500).end(fault("InternalFailure"))],
    ["breaks the connection", (response) => response.destroy()],
    ["does not answer", () => {}],
  ])("%s", async (_, spoiling) => {
    spoil = spoiling;
    expect(await isRdsProxy("10.0.0.7", dns({}, theirAddresses), 500)).toBe(false);
    expect(asked).toEqual(["DescribeDBProxies "]);
  });
});
