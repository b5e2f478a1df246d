import type { MatchDetection } from "../../detection.ts";
import { asked, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The table with what the detections remember. */
export function rekeyTableTampered(settings: DetectionSettings): MatchDetection {
  return tampering(
    {
      id: "rekey-table-tampered",
      title: "Rekey's table tampered with",
      description:
        "Somebody deleted or changed Rekey's table, or turned off its recovery: the detections forget what is usual.",
      source: "dynamodb.amazonaws.com",
      does: {
        DeleteTable: "deleted a table",
        UpdateTable: "changed a table",
        UpdateTimeToLive: "changed how long a table keeps",
        UpdateContinuousBackups: "changed the backups of a table",
      },
      namesIn: (record) => texts(asked(record, "tableName")),
      remedy:
        "Restore it: aws dynamodb restore-table-to-point-in-time --source-table-name TABLE --target-table-name TABLE --use-latest-restorable-time, or deploy again: npx serverless deploy.",
    },
    settings,
  );
}
