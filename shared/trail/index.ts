export { sendToDeadLetters } from "./dead-letters.ts";
export { checkOf } from "./logs/check.ts";
export type { FoundLogs } from "./logs/file-sources.ts";
export { inEventOrder, type TimedLog } from "./logs/in-event-order.ts";
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
export { readInTimeOrder } from "./logs/read-in-time-order.ts";
export { type LogBatch, readRecords } from "./logs/read-records.ts";
export { sourcesOf } from "./logs/sources-of.ts";
export { type WantedEvents, wantedNames } from "./logs/wanted-events.ts";
export { isInside, networkOf } from "./network.ts";
export { ofLast } from "./of-last.ts";
export { callOf, denied, isServiceEvent, refusalCodes, succeeded } from "./outcome.ts";
export { MalformedRecordError, parseEventBridgeEvent } from "./parse.ts";
export { type Principal, principalOf } from "./principal.ts";
export { type CloudTrailRecord, cloudTrailRecordSchema, type UserIdentity } from "./record.ts";
export { remembered } from "./remembered.ts";
export { accountOf, arnOf, keysOf, partitionOf, secretOf } from "./resources.ts";
export { asked, askedFor, at, declined, list, text, texts } from "./values.ts";
