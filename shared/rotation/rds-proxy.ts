import { lookup, resolveCname } from "node:dns/promises";
import { isIP } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { makeClient } from "../aws/index.ts";

/** Milliseconds that finding out may take; most of a phase is for other things. */
const usualTimeoutMs = 3_000;

/** No sane name is an alias of an alias more often. */
const mostAliases = 8;

/** A name of AWS's own tells: all proxies' are alike. */
const awsName = /\.amazonaws\.com(\.cn)?\.?$/i;
const proxyName = /\.proxy-[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com(\.cn)?\.?$/i;
const loopback = /^(localhost|127\.[\d.]+|::1)$/i;

/** How names are looked up. */
export interface Names {
  /** What a name is an alias of. */
  resolveCname(name: string): Promise<string[]>;
  lookup(name: string, options: { all: true }): Promise<{ address: string }[]>;
}

/** Whether a host's own name says that it is an RDS Proxy, or an endpoint of one. */
export function isProxyName(host: string): boolean {
  return proxyName.test(host);
}

/**
 * Whether a host is an RDS Proxy, under whatever name: its own, an alias in DNS, or a name that has a proxy's addresses.
 * For the last one Amazon RDS is asked for its proxies; where it does not answer in time, or the function may not ask,
 * the host is taken for none: the rotation then fails when it tests the new user, with nothing lost.
 */
export async function isRdsProxy(
  host: string,
  names: Names = { resolveCname, lookup },
  timeoutMs = usualTimeoutMs,
): Promise<boolean> {
  if (isProxyName(host)) return true;
  if (loopback.test(host)) return false;
  const over = new AbortController();
  const late = pause(timeoutMs, false, { signal: over.signal });
  try {
    return await Promise.race([late, find(host, names, over.signal)]);
  } catch {
    return false;
  } finally {
    over.abort();
  }
}

async function find(host: string, names: Names, abortSignal: AbortSignal): Promise<boolean> {
  const known = (await aliasesOf(host, names)).find((name) => awsName.test(name));
  if (known !== undefined) return isProxyName(known);
  const own = await addressesOf(host, names);
  if (own.length === 0) return false;
  const endpoints = await proxyEndpoints(abortSignal);
  const theirs = await Promise.all(endpoints.map((endpoint) => addressesOf(endpoint, names)));
  return theirs.flat().some((address) => own.includes(address));
}

/** The name itself, and what it is an alias of, one after another. */
async function aliasesOf(host: string, names: Names): Promise<string[]> {
  const found = [host];
  for (let name = host; found.length <= mostAliases && isIP(name) === 0; ) {
    const [next] = await names.resolveCname(name).catch(() => []);
    if (next === undefined) break;
    found.push(next);
    name = next;
  }
  return found;
}

async function addressesOf(host: string, names: Names): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  const found = await names.lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

async function proxyEndpoints(abortSignal: AbortSignal): Promise<string[]> {
  // Loaded only for the few hosts whose name does not tell.
  const { paginateDescribeDBProxies, paginateDescribeDBProxyEndpoints, RDSClient } = await import(
    "@aws-sdk/client-rds"
  );
  const client = makeClient(RDSClient, { maxAttempts: 1 });
  abortSignal.addEventListener("abort", () => client.destroy(), { once: true });
  const found: (string | undefined)[] = [];
  for await (const { DBProxies = [] } of paginateDescribeDBProxies({ client }, {})) {
    found.push(...DBProxies.map(({ Endpoint }) => Endpoint));
  }
  for await (const { DBProxyEndpoints = [] } of paginateDescribeDBProxyEndpoints({ client }, {})) {
    found.push(...DBProxyEndpoints.map(({ Endpoint }) => Endpoint));
  }
  return found.filter((endpoint) => endpoint !== undefined);
}
