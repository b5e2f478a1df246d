import ipaddr from "ipaddr.js";
import { SigmaRefusal } from "../refusal.ts";

/**
 * Makes a matcher of addresses in a network, IPv4 or IPv6.
 *
 * @throws SigmaRefusal if it is no network
 */
export function networkMatcher(network: string): (text: string) => boolean {
  const [base = ""] = network.split("/");
  if (!ipaddr.isValidCIDR(network) || !isAddress(base))
    throw new SigmaRefusal(`${JSON.stringify(network)} is no network such as 10.0.0.0/8`);
  const [range, bits] = ipaddr.parseCIDR(network);
  return (text) => {
    // A service's name may stand where an address does.
    if (!isAddress(text)) return false;
    const address = ipaddr.process(text);
    return address.kind() === range.kind() && address.match(range, bits);
  };
}

/** The library takes a mere number for an address, too. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}
