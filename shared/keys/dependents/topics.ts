import { GetTopicAttributesCommand, paginateListTopics } from "@aws-sdk/client-sns";
import { dependsOn, type Place } from "./dependent.ts";

/** Topics of SNS. */
export const topics: Place = {
  what: "SNS topics",
  actions: ["sns:ListTopics", "sns:GetTopicAttributes"],
  find: async ({ sns: client }, { recognize, each }) => {
    const arns: string[] = [];
    for await (const { Topics = [] } of paginateListTopics({ client }, {}))
      arns.push(...Topics.flatMap(({ TopicArn }) => TopicArn ?? []));
    return each(
      arns,
      (arn) => arn,
      async (TopicArn) => {
        const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
        return dependsOn(recognize, Attributes?.KmsMasterKeyId, {
          kind: "SNS topic",
          id: TopicArn,
          loss: "nothing can be published to it",
        });
      },
    );
  },
};
