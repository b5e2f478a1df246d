import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
} from "@aws-sdk/client-cloudtrail";

/** What the log files of a trail lack of what keys and secrets are used for. */
export interface TrailGap {
  trail: string;
  lacks: string;
}

/**
 * The trails with log files in a bucket that leave out read-only events, among which are `Decrypt` and `GetSecretValue`,
 * or KMS's. The event history that lookups ask has all management events, whatever trails leave out. Source: "Logging
 * management events".
 *
 * @returns none where it may not be asked
 */
export async function trailGaps(client: CloudTrailClient, bucket: string): Promise<TrailGap[]> {
  try {
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
    const gaps: TrailGap[] = [];
    for (const { TrailARN = "", Name = TrailARN, S3BucketName } of trailList) {
      if (S3BucketName !== bucket) continue;
      const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: TrailARN }));
      const lacks = whatLacks(selectors);
      if (lacks) gaps.push({ trail: Name, lacks });
    }
    return gaps;
  } catch {
    return [];
  }
}

/** What is left out, in words. */
export function whatLacks({
  EventSelectors = [],
  AdvancedEventSelectors = [],
}: Pick<GetEventSelectorsCommandOutput, "EventSelectors" | "AdvancedEventSelectors">): string | undefined {
  const kept = [
    ...EventSelectors.filter(({ IncludeManagementEvents }) => IncludeManagementEvents !== false).map(
      (selector) => ({
        reads: selector.ReadWriteType !== "WriteOnly",
        kms: !selector.ExcludeManagementEventSources?.includes("kms.amazonaws.com"),
      }),
    ),
    ...AdvancedEventSelectors.flatMap(({ FieldSelectors = [] }) => {
      const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
      if (!field("eventCategory")?.Equals?.includes("Management")) return [];
      return [
        {
          reads: !field("readOnly")?.Equals?.includes("false"),
          kms: !field("eventSource")?.NotEquals?.includes("kms.amazonaws.com"),
        },
      ];
    }),
  ];
  if (kept.length === 0) return "management events";
  if (!kept.some(({ reads }) => reads)) return "read-only events, such as Decrypt and GetSecretValue";
  return kept.some(({ reads, kms }) => reads && kms) ? undefined : "KMS events";
}
