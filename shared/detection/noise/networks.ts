import ipaddr from "ipaddr.js";

/**
 * Whether an address is in one of some networks, as a function to be kept. What is no address, such as the name of
 * an AWS service, is in none.
 *
 * @param networks in CIDR notation
 */
export function networksOf(networks: readonly string[]): (address: string) => boolean {
  const ranges = networks.map((network) => ipaddr.parseCIDR(network));
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    // An IPv4 address in IPv6's notation is the IPv4 address.
    const parsed = ipaddr.process(address);
    return ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
  };
}
