import type { MatchDetection } from "../../detection.ts";
import { asked, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The queues between CloudTrail's events and the detections. */
export function rekeyQueueTampered(settings: DetectionSettings): MatchDetection {
  return tampering(
    {
      id: "rekey-queue-tampered",
      title: "Rekey's queues tampered with",
      description:
        "Somebody purged, deleted or changed one of Rekey's queues: events that wait in it are lost, or none come in any more.",
      source: "sqs.amazonaws.com",
      does: {
        PurgeQueue: "purged a queue",
        DeleteQueue: "deleted a queue",
        SetQueueAttributes: "changed a queue",
        RemovePermission: "took a permission from a queue",
      },
      namesIn: (record) => texts(asked(record, "queueUrl")),
      remedy:
        "Deploy again: npx serverless deploy. Then read what CloudTrail has of the time between: rekey detect.",
    },
    settings,
  );
}
