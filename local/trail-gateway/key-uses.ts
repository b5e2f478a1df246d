import { randomUUID } from "node:crypto";
import type { CloudTrailRecord, UserIdentity } from "../../shared/trail/index.ts";
import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { recordFrame } from "./record.ts";
import type { ResourceFinder } from "./resources.ts";
import { parametersOf } from "./resources-of-call.ts";

/** A call of KMS that a service makes on a caller's behalf. */
export interface KeyUse {
  service: "secretsmanager.amazonaws.com" | "ssm.amazonaws.com";
  eventName: "Decrypt" | "Encrypt" | "GenerateDataKey";
  keyArn: string;
  context: Record<string, string>;
}

/** How Secrets Manager marks a trial of a key that it was given for a secret. */
const trial = "RequestToValidateKeyAccess";

/**
 * The calls of KMS behind a call that was answered. Sources: "Secret encryption and decryption in AWS Secrets
 * Manager", "How Parameter Store uses AWS KMS".
 *
 * @param accountId the caller's account
 */
export async function keyUses(
  call: Call,
  answer: Answer,
  accountId: string,
  find: ResourceFinder,
): Promise<KeyUse[]> {
  if (call.eventSource === "ssm.amazonaws.com") return parameterUses(call, answer, accountId, find);
  if (call.eventSource !== "secretsmanager.amazonaws.com") return [];
  switch (call.eventName) {
    case "GetSecretValue":
      return secretUses(call, answer, ["Decrypt"], find);
    case "CreateSecret":
    case "UpdateSecret":
    case "PutSecretValue": {
      const tried = "KmsKeyId" in call.request;
      const written = "SecretString" in call.request || "SecretBinary" in call.request;
      return [
        ...(tried ? await secretUses(call, answer, ["GenerateDataKey", "Decrypt"], find, trial) : []),
        ...(written ? await secretUses(call, answer, ["GenerateDataKey"], find) : []),
      ];
    }
    default:
      return [];
  }
}

/** The record of a call of KMS that a service makes for a caller: it has the caller's identity. */
export function keyUseRecord(
  { region }: Call,
  who: UserIdentity,
  { service, eventName, keyArn, context }: KeyUse,
  at: Date,
): CloudTrailRecord {
  return {
    ...recordFrame(region, { ...who, invokedBy: service }, at),
    eventSource: "kms.amazonaws.com",
    eventName,
    sourceIPAddress: service,
    userAgent: service,
    requestParameters: {
      encryptionContext: context,
      ...(eventName === "Decrypt" ? {} : { keyId: keyArn }),
      ...(eventName === "GenerateDataKey"
        ? { keySpec: "AES_256" }
        : { encryptionAlgorithm: "SYMMETRIC_DEFAULT" }),
    },
    responseElements: null,
    requestID: randomUUID(),
    readOnly: true,
    resources: [{ accountId: keyArn.split(":")[4], type: "AWS::KMS::Key", ARN: keyArn }],
    eventType: "AwsApiCall",
  };
}

async function secretUses(
  { region }: Call,
  { body }: Answer,
  eventNames: readonly KeyUse["eventName"][],
  find: ResourceFinder,
  versionId: unknown = body.VersionId,
): Promise<KeyUse[]> {
  const { ARN } = body;
  const keyArn = typeof ARN === "string" ? await find.keyOfSecret(region, ARN) : undefined;
  if (!keyArn) return [];
  const context = { SecretARN: String(ARN), SecretVersionId: String(versionId) };
  return eventNames.map((eventName) => ({
    service: "secretsmanager.amazonaws.com",
    eventName,
    keyArn,
    context,
  }));
}

async function parameterUses(
  call: Call,
  answer: Answer,
  accountId: string,
  find: ResourceFinder,
): Promise<KeyUse[]> {
  const { region, request } = call;
  if (call.eventName === "PutParameter" && request.Type === "SecureString") {
    const path = String(request.Name).replace(/^\//, "");
    const arn = `arn:aws:ssm:${region}:${accountId}:parameter/${path}`;
    return parameterUse(region, request.Name, arn, "Encrypt", find);
  }
  if (request.WithDecryption !== true) return [];
  const secure = parametersOf(answer).filter((parameter) => parameter.Type === "SecureString");
  const uses = secure.map(({ Name, ARN }) => parameterUse(region, Name, ARN, "Decrypt", find));
  return (await Promise.all(uses)).flat();
}

async function parameterUse(
  region: string,
  name: unknown,
  arn: unknown,
  eventName: KeyUse["eventName"],
  find: ResourceFinder,
): Promise<KeyUse[]> {
  if (typeof name !== "string" || typeof arn !== "string") return [];
  const keyArn = await find.keyOfParameter(region, name);
  return keyArn ? [{ service: "ssm.amazonaws.com", eventName, keyArn, context: { PARAMETER_ARN: arn } }] : [];
}
