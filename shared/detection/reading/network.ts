import { at, type CloudTrailRecord, isInside, networkOf, remembered, text } from "../../trail/index.ts";
import { networksOf } from "../noise/networks.ts";
import type { DetectionSettings } from "../settings.ts";

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
