import type { CloudTrailRecord } from "../../../shared/trail/index.ts";

/** A record and the millisecond it was made at: CloudTrail writes whole seconds, which is too coarse to merge by. */
export interface Timed {
  at: number;
  record: CloudTrailRecord;
}

/** Records in the order of their time. */
export type Stream = Iterator<Timed>;

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
