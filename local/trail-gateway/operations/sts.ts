import { type OperationFacts, read } from "./facts.ts";

/** STS. On AWS the answer of AssumeRole is shown too; here it is XML and nobody reads the credentials in it. */
export const sts: Record<string, OperationFacts> = {
  GetCallerIdentity: read(),
  GetAccessKeyInfo: read("AccessKeyId"),
  GetSessionToken: read("DurationSeconds", "SerialNumber"),
  GetFederationToken: read("Name", "DurationSeconds"),
  AssumeRole: read(
    "RoleArn",
    "RoleSessionName",
    "DurationSeconds",
    "ExternalId",
    "SerialNumber",
    "SourceIdentity",
  ),
};
