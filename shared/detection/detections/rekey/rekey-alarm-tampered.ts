import type { MatchDetection } from "../../detection.ts";
import { asked, at, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The alarms about Rekey itself. */
export function rekeyAlarmTampered(settings: DetectionSettings): MatchDetection {
  return tampering(
    {
      id: "rekey-alarm-tampered",
      title: "Rekey's alarms tampered with",
      description: "Somebody deleted, silenced or changed an alarm that tells when Rekey itself fails.",
      source: "monitoring.amazonaws.com",
      does: {
        DeleteAlarms: "deleted an alarm",
        DisableAlarmActions: "silenced an alarm",
        PutMetricAlarm: "changed an alarm",
        SetAlarmState: "set the state of an alarm by hand",
      },
      namesIn: (record) =>
        texts([...texts(at(record.requestParameters, "alarmNames")), asked(record, "alarmName")]),
      remedy:
        "Turn it on again: aws cloudwatch enable-alarm-actions --alarm-names ALARM, or deploy again: npx serverless deploy.",
    },
    settings,
  );
}
