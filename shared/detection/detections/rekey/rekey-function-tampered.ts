import type { MatchDetection } from "../../detection.ts";
import { asked, at, text, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The functions themselves. CloudTrail writes the version of Lambda's API behind the names of its calls. */
export function rekeyFunctionTampered(settings: DetectionSettings): MatchDetection {
  return tampering(
    {
      id: "rekey-function-tampered",
      title: "Rekey's functions tampered with",
      description:
        "Somebody changed, throttled or deleted one of Rekey's functions, or cut it off from its queue: it does something else, or nothing. The rotation function sees secrets.",
      source: "lambda.amazonaws.com",
      does: {
        UpdateFunctionCode20150331v2: "changed the code of a function",
        UpdateFunctionConfiguration20150331v2: "changed the settings of a function",
        DeleteFunction20150331: "deleted a function",
        PutFunctionConcurrency20171031: "limited how often a function runs at once",
        UpdateEventSourceMapping20150331: "changed what calls a function",
        DeleteEventSourceMapping20150331: "cut off a function from its queue",
        AddPermission20150331v2: "let others call a function",
        RemovePermission20150331v2: "took away who may call a function",
      },
      namesIn: (record) =>
        texts([asked(record, "functionName"), text(at(record.responseElements, "functionArn"))]),
      remedy:
        "Deploy again: npx serverless deploy. If code was changed, rotate every secret that the function could read: rekey rotate SECRET for each.",
    },
    settings,
  );
}
