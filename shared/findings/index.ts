export { DeliveryError, waitBefore } from "./destinations/delivery-error.ts";
export { type Audience, occasionOf } from "./destinations/occasion.ts";
export { sendToBus } from "./destinations/ocsf-bus.ts";
export { importIntoSecurityHub } from "./destinations/security-hub.ts";
export { sendToTopic } from "./destinations/topic.ts";
export {
  postToWebhook,
  slackHosts,
  teamsHosts,
  type WebhookOptions,
} from "./destinations/webhook.ts";
export { findingEvent, findingEventSchema, PublishError, publishFindings } from "./event-bus.ts";
export {
  type Finding,
  findingId,
  findingSchema,
  mostEventIds,
  mostResources,
  type Severity,
  type Signal,
  severities,
} from "./finding.ts";
export { type SecurityHubAccount, toAsff } from "./formats/asff.ts";
export { toOcsf } from "./formats/ocsf.ts";
export { toSlack } from "./formats/slack.ts";
export { toTeams } from "./formats/teams.ts";
export { factsOf, subjectOf, textOf } from "./formats/text.ts";
export { ownSignal } from "./own-signal.ts";
export { dynamoDbSituations } from "./situations/dynamodb.ts";
export { memorySituations } from "./situations/memory.ts";
export { SituationConflictError, type Situations, situations } from "./situations/situations.ts";
export type { SituationStore, Stored, ToStore } from "./situations/store.ts";
