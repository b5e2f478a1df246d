export { findingEvent, findingEventSchema, PublishError, publishFindings } from "./event-bus.ts";
export {
  type Finding,
  findingId,
  findingSchema,
  mostEventIds,
  type Severity,
  type Signal,
  severities,
} from "./finding.ts";
export { dynamoDbSituations } from "./situations/dynamodb.ts";
export { memorySituations } from "./situations/memory.ts";
export { SituationConflictError, type Situations, situations } from "./situations/situations.ts";
export type { SituationStore, Stored, ToStore } from "./situations/store.ts";
export { subjectOf, textOf } from "./text.ts";
export { sendToTopic } from "./topic.ts";
