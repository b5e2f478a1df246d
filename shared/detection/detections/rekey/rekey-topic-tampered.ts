import type { MatchDetection } from "../../detection.ts";
import { asked, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The topic that alerts go to. A subscription's ARN has the topic's name before its own id. */
export function rekeyTopicTampered(settings: DetectionSettings): MatchDetection {
  return tampering(
    {
      id: "rekey-topic-tampered",
      title: "Rekey's alert topic tampered with",
      description:
        "Somebody deleted or changed the topic that alerts go to, or ended a subscription: nobody is told any more.",
      source: "sns.amazonaws.com",
      does: {
        DeleteTopic: "deleted a topic",
        SetTopicAttributes: "changed a topic",
        RemovePermission: "took a permission from a topic",
        Unsubscribe: "ended a subscription to a topic",
        SetSubscriptionAttributes: "changed a subscription to a topic",
      },
      namesIn: (record) => {
        const topic = asked(record, "subscriptionArn")?.split(":").slice(0, 6).join(":");
        return texts([asked(record, "topicArn"), topic]);
      },
      remedy:
        "Deploy again: npx serverless deploy, and subscribe again: aws sns subscribe --topic-arn TOPIC.",
    },
    settings,
  );
}
