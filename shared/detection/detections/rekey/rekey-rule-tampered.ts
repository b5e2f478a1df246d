import type { MatchDetection } from "../../detection.ts";
import { asked, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The rules that bring CloudTrail's events to Rekey, and its bus. */
export function rekeyRuleTampered(settings: DetectionSettings): MatchDetection {
  return tampering(
    {
      id: "rekey-rule-tampered",
      title: "Rekey's event rules tampered with",
      description:
        "Somebody disabled, deleted or changed one of Rekey's EventBridge rules, their targets or its bus: events do not arrive any more.",
      source: "events.amazonaws.com",
      does: {
        DisableRule: "disabled a rule",
        DeleteRule: "deleted a rule",
        PutRule: "changed a rule",
        PutTargets: "changed the targets of a rule",
        RemoveTargets: "removed the targets of a rule",
        DeleteEventBus: "deleted an event bus",
      },
      namesIn: (record) => texts([asked(record, "name"), asked(record, "rule")]),
      remedy:
        "Turn it on again with aws events enable-rule --name RULE, or deploy again: npx serverless deploy. Then read what CloudTrail has of the time between: rekey detect.",
    },
    settings,
  );
}
