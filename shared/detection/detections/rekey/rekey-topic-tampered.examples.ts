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
      "A user deletes the topic",
      call("sns", "DeleteTopic", { topicArn: `arn:aws:sns:${region}:${account}:rekey-prod-alerts` }),
      { severity: "HIGH", why: "a part of Rekey" },
    ),
    example(
      "A role ends a subscription",
      call(
        "sns",
        "Unsubscribe",
        {
          subscriptionArn: `arn:aws:sns:${region}:${account}:rekey-prod-alerts:6b0e71bd-7e97-4d97-80ce-4a0994e55286`,
        },
        byRole("admin"),
      ),
    ),
  ],
  silent: [
    example(
      "Of another application",
      call("sns", "DeleteTopic", { topicArn: `arn:aws:sns:${region}:${account}:orders` }),
    ),
    example(
      "CloudFormation does it for a deployment",
      call(
        "sns",
        "DeleteTopic",
        { topicArn: `arn:aws:sns:${region}:${account}:rekey-prod-alerts` },
        deploying,
      ),
    ),
    example(
      "It was refused",
      call("sns", "DeleteTopic", { topicArn: `arn:aws:sns:${region}:${account}:rekey-prod-alerts` }, refused),
    ),
    example(
      "Somebody subscribes",
      call("sns", "Subscribe", {
        topicArn: `arn:aws:sns:${region}:${account}:rekey-prod-alerts`,
        protocol: "email",
      }),
    ),
  ],
};
