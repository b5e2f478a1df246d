import type { MatchDetection } from "../../detection.ts";
import { asked, at, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The parameter that the stack reads its settings from: an allow-list is the quietest way to blind it. */
export function rekeySettingsChanged(settings: DetectionSettings): MatchDetection {
  return {
    ...tampering(
      {
        id: "rekey-settings-changed",
        title: "Rekey's settings changed",
        description:
          "Somebody changed or deleted a parameter of Rekey's stack. What it says is allowed, disabled or trusted raises nothing any more.",
        source: "ssm.amazonaws.com",
        does: {
          PutParameter: "changed a parameter",
          DeleteParameter: "deleted a parameter",
          DeleteParameters: "deleted parameters",
        },
        // A parameter's name is a path; the stack's own begins one of its parts.
        namesIn: (record) =>
          texts([asked(record, "name"), ...texts(at(record.requestParameters, "names"))]).flatMap((name) =>
            name.split("/"),
          ),
        remedy:
          "See what was changed and by whom: aws ssm get-parameter-history --name NAME. If nobody meant it, put the version before back.",
      },
      settings,
    ),
    severity: "MEDIUM",
    resources: () => [],
  };
}
