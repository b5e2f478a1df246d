export { sendToDeadLetters } from "./dead-letters.ts";
export type { FoundLogs } from "./logs/file-sources.ts";
export type { TimeRange } from "./logs/log-name.ts";
export type { LogSource } from "./logs/log-source.ts";
export {
  DamagedLogError,
  LogProblem,
  MalformedLogRecordError,
  NoLogsError,
  NotALogError,
  UnreadableLogError,
} from "./logs/problems.ts";
export { type LogBatch, readRecords } from "./logs/read-records.ts";
export { sourcesOf } from "./logs/sources-of.ts";
export type { WantedEvents } from "./logs/wanted-events.ts";
export { MalformedRecordError, parseEventBridgeEvent } from "./parse.ts";
export { type Principal, principalOf } from "./principal.ts";
export { type CloudTrailRecord, cloudTrailRecordSchema, type UserIdentity } from "./record.ts";
export { accountOf, keysOf, secretOf } from "./resources.ts";
