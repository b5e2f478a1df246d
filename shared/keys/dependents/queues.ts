import { GetQueueAttributesCommand, paginateListQueues } from "@aws-sdk/client-sqs";
import { dependsOn, type Place } from "./dependent.ts";

/** Queues of SQS. */
export const queues: Place = {
  what: "SQS queues",
  actions: ["sqs:ListQueues", "sqs:GetQueueAttributes"],
  find: async ({ sqs: client }, { recognize, each }) => {
    const urls: string[] = [];
    for await (const { QueueUrls = [] } of paginateListQueues({ client, pageSize: 1_000 }, {}))
      urls.push(...QueueUrls);
    return each(
      urls,
      (url) => url,
      async (QueueUrl) => {
        const { Attributes } = await client.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn", "KmsMasterKeyId"] }),
        );
        return dependsOn(recognize, Attributes?.KmsMasterKeyId, {
          kind: "SQS queue",
          id: Attributes?.QueueArn ?? QueueUrl,
          loss: "its messages can be neither sent nor received",
        });
      },
    );
  },
};
