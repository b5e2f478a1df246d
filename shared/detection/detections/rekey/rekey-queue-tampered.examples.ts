import {
  account,
  byRole,
  call,
  deploying,
  type Examples,
  example,
  refused,
  region,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user purges a queue",
      call("sqs", "PurgeQueue", {
        queueUrl: `https://sqs.${region}.amazonaws.com/${account}/rekey-prod-trail`,
      }),
      { severity: "HIGH", why: "a part of Rekey" },
    ),
    example(
      "A role deletes one",
      call(
        "sqs",
        "DeleteQueue",
        { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/rekey-prod-trail` },
        byRole("admin"),
      ),
    ),
  ],
  silent: [
    example(
      "Of another application",
      call("sqs", "PurgeQueue", { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/orders` }),
    ),
    example(
      "CloudFormation does it for a deployment",
      call(
        "sqs",
        "PurgeQueue",
        { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/rekey-prod-trail` },
        deploying,
      ),
    ),
    example(
      "It was refused",
      call(
        "sqs",
        "PurgeQueue",
        { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/rekey-prod-trail` },
        refused,
      ),
    ),
    example("A queue is made", call("sqs", "CreateQueue", { queueName: "rekey-prod-trail" })),
  ],
};
