export { type CloudTrailRecord, cloudTrailRecordSchema, type UserIdentity } from "./record.ts";
