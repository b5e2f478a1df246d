import ipaddr from "ipaddr.js";
import type { CloudTrailRecord } from "../../trail/index.ts";
import { networksOf } from "../noise/networks.ts";
import type { DetectionSettings } from "../settings.ts";

/** How much of an address makes a network: what a provider hands to one customer, or near to it. */
const prefixes = { ipv4: 24, ipv6: 48 };

/** Ranges of addresses that nobody has on the internet. */
const insideRanges = ["private", "loopback", "linkLocal", "uniqueLocal", "carrierGradeNat", "unspecified"];

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

/** Tells networks: `foreign` none of those that the settings call the account's own, `public` none inside a VPC either. */
export function networks({ ownNetworks }: DetectionSettings) {
  const isOwn = networksOf(ownNetworks);
  const foreign = (record: CloudTrailRecord): string | undefined =>
    isOwn(record.sourceIPAddress ?? "") ? undefined : networkOf(record);
  return {
    foreign,
    public: (record: CloudTrailRecord): string | undefined =>
      record.vpcEndpointId || insideRanges.includes(addressOf(record)?.range() ?? "private")
        ? undefined
        : foreign(record),
  };
}

function addressOf({ sourceIPAddress = "" }: CloudTrailRecord): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return ipaddr.isValid(sourceIPAddress) ? ipaddr.process(sourceIPAddress) : undefined;
}
