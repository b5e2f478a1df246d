import type { MatchDetection } from "../../detection.ts";
import { asked, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The state machines of rotations by hand. */
export function rekeyStateMachineTampered(settings: DetectionSettings): MatchDetection {
  return tampering(
    {
      id: "rekey-state-machine-tampered",
      title: "Rekey's state machines tampered with",
      description:
        "Somebody deleted or changed one of Rekey's state machines: a rotation by hand does something else, or nothing.",
      source: "states.amazonaws.com",
      does: {
        DeleteStateMachine: "deleted a state machine",
        UpdateStateMachine: "changed a state machine",
      },
      namesIn: (record) => texts(asked(record, "stateMachineArn")),
      remedy: "Deploy again: npx serverless deploy.",
    },
    settings,
  );
}
