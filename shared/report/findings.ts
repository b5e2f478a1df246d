import type { AuditEngine } from "../audit/index.ts";
import { type Detection, type DetectionSettings, search } from "../detection/index.ts";
import type { Finding } from "../findings/index.ts";
import type { CloudTrailRecord, WantedEvents } from "../trail/index.ts";

/** Records that are kept until they can be put in order; some hundred megabytes of memory. */
const mostKept = 100_000;

/** As many as are searched at once. */
const batchSize = 200;

/** Searches the records that an engine gives, if it gives any. */
export interface FindingsWithin {
  /** Events whose records it wants. */
  wants: WantedEvents[];
  add(records: readonly CloudTrailRecord[]): Promise<void>;
  /** What was found; undefined where the engine has no records. The notes say what was not searched. */
  end(): Promise<{ findings?: Finding[]; notes: string[] }>;
}

/** Begins a search with detections of the records of an engine. */
export function findingsWithin(
  { records: given }: AuditEngine,
  detections: readonly Detection[],
  settings: DetectionSettings,
): FindingsWithin {
  if (!given) return { wants: [], add: async () => {}, end: async () => ({ notes: [] }) };
  const { sources, isInOrder } = given;
  const wants = detections.flatMap((detection) => detection.wants);
  const ofSources = wants.filter(({ source }) => sources === undefined || sources.includes(source));
  const notes =
    ofSources.length < wants.length
      ? [`Findings are of events of ${sources?.join(" and ")} alone: log files have the others.`]
      : [];
  const { add, end, failures } = search(detections, settings);
  if (isInOrder)
    return {
      wants: ofSources,
      add,
      end: async () => ({ findings: await end(), notes: [...notes, ...failures()] }),
    };

  const kept: CloudTrailRecord[] = [];
  let isCut = false;
  return {
    wants: ofSources,
    add: async (records) => {
      const room = mostKept - kept.length;
      if (records.length > room) isCut = true;
      kept.push(...records.slice(0, room));
    },
    end: async () => {
      // As text they sort by time.
      kept.sort((one, other) => (one.eventTime < other.eventTime ? -1 : 1));
      for (let at = 0; at < kept.length; at += batchSize) await add(kept.slice(at, at + batchSize));
      const cut = `Findings are of the first ${mostKept.toLocaleString("en")} records: log files are searched whole.`;
      return { findings: await end(), notes: [...notes, ...(isCut ? [cut] : []), ...failures()] };
    },
  };
}
