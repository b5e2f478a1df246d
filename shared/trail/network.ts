import ipaddr from "ipaddr.js";
import type { CloudTrailRecord } from "./record.ts";
import { remembered } from "./remembered.ts";

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
  return placeOf(record).network;
}

/** Whether a call came from inside a VPC: through an endpoint, or from an address that nobody has on the internet. */
export function isInside(record: CloudTrailRecord): boolean {
  return record.vpcEndpointId !== undefined || placeOf(record).isInside;
}

/** What an address tells, if it is one. */
interface Place {
  network?: string;
  /** Whether nobody has it on the internet. */
  isInside: boolean;
}

function placeOf({ sourceIPAddress = "" }: CloudTrailRecord): Place {
  return placeOfAddress(sourceIPAddress);
}

const placeOfAddress = remembered((text): Place => {
  if (!ipaddr.isValid(text)) return { isInside: false };
  const address = ipaddr.process(text);
  const bits = prefixes[address.kind()];
  const network =
    address instanceof ipaddr.IPv4
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`);
  return { network: `${network}/${bits}`, isInside: insideRanges.includes(address.range()) };
});
