import ipaddr from "ipaddr.js";
import type { CloudTrailRecord } from "../../trail/index.ts";
import type { DetectionSettings } from "../settings.ts";

/** How much of an address makes a network: what a provider hands to one customer, or near to it. */
const prefixes = { ipv4: 24, ipv6: 48 };

/**
 * The network that a call came from: the VPC endpoint that it went through, else the /24 or /48 of its address.
 * Undefined where an AWS service called: it names itself in place of an address.
 */
export function networkOf(record: CloudTrailRecord): string | undefined {
  if (record.vpcEndpointId) return record.vpcEndpointId;
  const address = addressOf(record);
  if (!address) return undefined;
  const bits = prefixes[address.kind()];
  const network =
    address instanceof ipaddr.IPv4
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`);
  return `${network}/${bits}`;
}

/** The same, but undefined for the networks that the settings call the account's own. */
export function foreignNetworkOf(
  record: CloudTrailRecord,
  { ownNetworks }: DetectionSettings,
): string | undefined {
  const address = addressOf(record);
  return address && ownNetworks.some((network) => contains(network, address)) ? undefined : networkOf(record);
}

/** Ranges of addresses that nobody has on the internet. */
const insideRanges = ["private", "loopback", "linkLocal", "uniqueLocal", "carrierGradeNat", "unspecified"];

/** The network of a call that came over the internet, from an address that is not private. */
export function publicNetworkOf(record: CloudTrailRecord, settings: DetectionSettings): string | undefined {
  if (record.vpcEndpointId || insideRanges.includes(addressOf(record)?.range() ?? "private"))
    return undefined;
  return foreignNetworkOf(record, settings);
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function addressOf({ sourceIPAddress = "" }: CloudTrailRecord): Address | undefined {
  return ipaddr.isValid(sourceIPAddress) ? ipaddr.process(sourceIPAddress) : undefined;
}

function contains(network: string, address: Address): boolean {
  const [range, bits] = ipaddr.parseCIDR(network);
  return range.kind() === address.kind() && address.match([range, bits]);
}
