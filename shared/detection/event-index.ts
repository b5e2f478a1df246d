import type { CloudTrailRecord } from "../trail/index.ts";
import type { Detection } from "./detection.ts";

/** Finds the detections that want an event, without asking the others. */
export type EventIndex = (record: CloudTrailRecord) => readonly Detection[];

/** Indexes detections by event source and name. */
export function indexByEvent(detections: readonly Detection[]): EventIndex {
  const byName = new Map<string, Detection[]>();
  const bySource = new Map<string, Detection[]>();
  for (const detection of detections) {
    for (const { source, names } of detection.wants) {
      for (const name of names ?? []) push(byName, `${source} ${name}`, detection);
      if (!names) push(bySource, source, detection);
    }
  }
  return ({ eventSource, eventName }) => [
    ...(byName.get(`${eventSource} ${eventName}`) ?? []),
    ...(bySource.get(eventSource) ?? []),
  ];
}

function push(map: Map<string, Detection[]>, key: string, detection: Detection): void {
  const list = map.get(key);
  if (list) list.push(detection);
  else map.set(key, [detection]);
}
