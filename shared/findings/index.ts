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
export { subjectOf, textOf } from "./text.ts";
export { sendToTopic } from "./topic.ts";
