export { type Answered, type AuditProgress, ask, UnknownAliasError } from "./ask.ts";
export { copyEngine } from "./copy/engine.ts";
export { isCopy, OldCopyError } from "./copy/folder.ts";
export { type Imported, importLogs } from "./copy/import.ts";
export { NoCopyError, type Rows, runSql } from "./copy/run-sql.ts";
export type { AuditEngine, Period } from "./engine.ts";
export { type AthenaSettings, athenaEngine } from "./engines/athena/engine.ts";
export { AthenaNameError, type AthenaQuery } from "./engines/athena/query.ts";
export { AthenaQueryCancelledError, AthenaQueryFailedError } from "./engines/athena/run-query.ts";
export { logsEngine } from "./engines/logs.ts";
export {
  LookupFailedError,
  type LookupProgress,
  lookupEngine,
  UnreadableEventError,
} from "./engines/lookup/engine.ts";
export { fileJournal } from "./engines/lookup/journal.ts";
export { namesFromAws } from "./engines/lookup/resource-names.ts";
export type { AuditEvent } from "./event/event.ts";
export { aliasChanges, keyUses, secretChanges, secretUses } from "./event/operations.ts";
export { readEvent } from "./event/read-event.ts";
export { firstByName, type Tally, tally } from "./first-by-name.ts";
export { aliasesById, type InventoryItem, inventoryOf } from "./inventory.ts";
export { once } from "./once.ts";
export { byCount, mostNamed, noOccurrences, type Occurrences, occur, type Question } from "./question.ts";
export { type Activity, activity } from "./questions/activity.ts";
export { type Change, changes } from "./questions/changes.ts";
export { type Count, type CountedBy, count, countedBy, labelOf } from "./questions/count.ts";
export { deleted, type Removal } from "./questions/deleted.ts";
export { denied, type Refusals } from "./questions/denied.ts";
export { type AskedGrant, type GrantUse, grantUse } from "./questions/grant-use.ts";
export { type StillUse, type StillUsed, stillUsed } from "./questions/still-used.ts";
export { type Unused, unused } from "./questions/unused.ts";
export { type Counted, type WhoUsed, whoUsed } from "./questions/who-used.ts";
export { type KeySubject, parseResource, type Subject, UnknownSubjectError } from "./subject/subject.ts";
export { type TrailGap, trailGaps } from "./trail-gaps.ts";
export { isWithin } from "./within.ts";
