import type { AuditEngine } from "../../../shared/audit/index.ts";
import { readEvent } from "../../../shared/audit/index.ts";
import { detectionSettingsSchema, detections } from "../../../shared/detection/index.ts";
import {
  gatherReport,
  type Report,
  type ReportSettings,
  reportSchema,
} from "../../../shared/report/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";

export const settings = detectionSettingsSchema.parse({});

/** Three days of March 2026. */
export const threeDays = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-03-04T00:00:00Z") };

/** An engine that has records at hand, as log files have. */
export function logsOf(records: readonly CloudTrailRecord[], problems: readonly Error[] = []): AuditEngine {
  return {
    records: { isInOrder: true },
    events: async function* () {
      yield { events: records.map(readEvent), records, seen: records.length, problems };
    },
  };
}

/** A report of records; it is what its schema says. */
export async function gathered(
  engine: AuditEngine | readonly CloudTrailRecord[],
  cares: Partial<ReportSettings> = {},
): Promise<Report> {
  const report = await gatherReport("events" in engine ? engine : logsOf(engine), {
    period: threeDays,
    timeZone: "UTC",
    now: new Date("2026-03-04T08:00:00Z"),
    source: "logs",
    detections: detections(settings),
    settings,
    ...cares,
  });
  return reportSchema.parse(report);
}
