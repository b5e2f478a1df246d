import { randomUUID } from "node:crypto";
import type { CloudTrailRecord, UserIdentity } from "../../shared/trail/index.ts";
import type { Answer, Call } from "./call.ts";
import { factsOf } from "./operations.ts";

/** CloudTrail names some errors otherwise than the API does. */
const errorCodes: Record<string, string> = { AccessDeniedException: "AccessDenied" };

/**
 * Writes the record of a call as CloudTrail does, event version 1.11: without any secret value.
 *
 * @param keyArn the ARN of the KMS key that the call was about, if it was
 */
export function recordOf(
  call: Call,
  answer: Answer,
  who: UserIdentity,
  keyArn: string | undefined,
  at: Date,
): CloudTrailRecord {
  const facts = factsOf(call.eventSource, call.eventName);
  const error = errorOf(answer);
  return {
    ...frame(call, who, at),
    ...error,
    eventSource: call.eventSource,
    eventName: call.eventName,
    sourceIPAddress: call.sourceIPAddress,
    userAgent: call.userAgent,
    requestParameters: shown(call.request, facts.request),
    responseElements: error || facts.readOnly ? null : shown(answer.body, facts.response),
    requestID: answer.requestId ?? randomUUID(),
    readOnly: facts.readOnly,
    ...(keyArn ? { resources: [keyResource(keyArn)] } : {}),
    eventType: "AwsApiCall",
  };
}

/** The record of a KMS call that a service makes on a caller's behalf. */
export function onBehalf(
  call: Call,
  who: UserIdentity,
  kms: {
    service: string;
    eventName: "Decrypt" | "GenerateDataKey";
    keyArn: string;
    context: Record<string, string>;
  },
  at: Date,
): CloudTrailRecord {
  return {
    ...frame(call, { ...who, invokedBy: kms.service }, at),
    eventSource: "kms.amazonaws.com",
    eventName: kms.eventName,
    sourceIPAddress: kms.service,
    userAgent: kms.service,
    requestParameters:
      kms.eventName === "Decrypt"
        ? { encryptionContext: kms.context, encryptionAlgorithm: "SYMMETRIC_DEFAULT" }
        : { keyId: kms.keyArn, keySpec: "AES_256", encryptionContext: kms.context },
    responseElements: null,
    requestID: randomUUID(),
    readOnly: true,
    resources: [keyResource(kms.keyArn)],
    eventType: "AwsApiCall",
  };
}

/** What Secrets Manager itself reports of a rotation. Source: "CloudTrail entries for Secrets Manager". */
export function rotationEvent(
  call: Call,
  eventName: string,
  secretArn: string,
  accountId: string,
  at: Date,
): CloudTrailRecord {
  return {
    ...frame(call, { type: "AWSService", accountId, invokedBy: "secretsmanager.amazonaws.com" }, at),
    eventSource: "secretsmanager.amazonaws.com",
    eventName,
    sourceIPAddress: "secretsmanager.amazonaws.com",
    userAgent: "secretsmanager.amazonaws.com",
    requestParameters: null,
    responseElements: null,
    additionalEventData: { SecretId: secretArn },
    readOnly: false,
    eventType: "AwsServiceEvent",
  };
}

function frame({ region }: Call, who: UserIdentity, at: Date) {
  return {
    eventVersion: "1.11",
    userIdentity: who,
    eventTime: `${at.toISOString().slice(0, 19)}Z`,
    awsRegion: region,
    eventID: randomUUID(),
    managementEvent: true,
    recipientAccountId: who.accountId ?? "000000000000",
    eventCategory: "Management",
  };
}

function keyResource(arn: string) {
  return { accountId: arn.split(":")[4], type: "AWS::KMS::Key", ARN: arn };
}

function errorOf({ status, body }: Answer): { errorCode: string; errorMessage?: string } | undefined {
  if (status < 400) return undefined;
  const type =
    String(body.__type ?? body.code ?? "InternalFailure")
      .split("#")
      .at(-1) ?? "";
  const message = body.message ?? body.Message;
  return {
    errorCode: errorCodes[type] ?? type,
    ...(typeof message === "string" ? { errorMessage: message } : {}),
  };
}

/** The listed fields, under the names that CloudTrail gives them; null if none is there. */
function shown(from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> | null {
  const fields = names.filter((name) => from[name] !== undefined);
  if (fields.length === 0) return null;
  return Object.fromEntries(fields.map((name) => [lowerCamelCase(name), from[name]]));
}

function lowerCamelCase(name: string): string {
  if (name === "ARN") return "arn";
  return name.charAt(0).toLowerCase() + name.slice(1);
}
