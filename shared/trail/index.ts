export { sendToDeadLetters } from "./dead-letters.ts";
export { MalformedRecordError, parseEventBridgeEvent } from "./parse.ts";
export { type Principal, principalOf } from "./principal.ts";
export { type CloudTrailRecord, cloudTrailRecordSchema, type UserIdentity } from "./record.ts";
export { accountOf, keysOf, secretOf } from "./resources.ts";
