import ipaddr from "ipaddr.js";
import type { CloudTrailRecord } from "../../trail/index.ts";
import { networksOf } from "../noise/networks.ts";
import type { DetectionSettings } from "../settings.ts";
import { remembered } from "./remembered.ts";
import { at, text } from "./values.ts";

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

/**
 * Where the callers run that have another address each time, in words: functions outside a VPC by what the SDK says of
 * them, runners of a hosted build service by whom they come from, or by the name that AWS's own action gives a session.
 */
function restless(record: CloudTrailRecord): string | undefined {
  const { userIdentity, userAgent } = record;
  if (isLambda(userAgent ?? "")) return "AWS Lambda";
  const provider = text(at(userIdentity, "sessionContext", "webIdFederationData", "federatedProvider")) ?? "";
  const isRunner = /token\.actions\.githubusercontent\.com|gitlab\.com|bitbucket\.org/.test(provider);
  return isRunner || userIdentity.arn?.endsWith("/GitHubActions") ? "runners of a build service" : undefined;
}

const isLambda = remembered((userAgent) => /exec-env\/AWS_Lambda/.test(userAgent));

/**
 * Tells networks: `foreign` none of those that the settings call the account's own, `public` none inside a VPC either, `usual` what an
 * application has the same day after day.
 */
export function networks({ ownNetworks }: DetectionSettings) {
  const isOwn = remembered(networksOf(ownNetworks));
  const foreign = (record: CloudTrailRecord): string | undefined =>
    isOwn(record.sourceIPAddress ?? "") ? undefined : networkOf(record);
  return {
    foreign,
    usual: (record: CloudTrailRecord): string | undefined => {
      const network = foreign(record);
      return network && !record.vpcEndpointId ? (restless(record) ?? network) : network;
    },
    public: (record: CloudTrailRecord): string | undefined =>
      isInside(record) ? undefined : foreign(record),
  };
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
