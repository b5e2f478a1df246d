import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import type { Answer, Call } from "./call.ts";
import type { IdentifyCaller } from "./callers.ts";
import { onBehalf, recordOf, rotationEvent } from "./record.ts";
import type { ResourceFinder } from "./resources.ts";

/**
 * All records that one call leaves in a trail: its own, those of the KMS calls that a service made for it, and
 * what the service itself reports.
 */
export async function recordsOf(
  call: Call,
  answer: Answer,
  at: Date,
  world: { identify: IdentifyCaller; find: ResourceFinder },
): Promise<CloudTrailRecord[]> {
  const { identify, find } = world;
  const who = await identify(call);
  const records = [recordOf(call, answer, who, await keyOf(call, answer, find), at)];
  if (answer.status >= 400) return records;
  for (const use of await keyUses(call, answer, find)) records.push(onBehalf(call, who, use, at));
  if (call.eventSource === "secretsmanager.amazonaws.com" && call.eventName === "RotateSecret") {
    records.push(...rotationEvents(call, answer, who.accountId ?? "000000000000", at));
  }
  return records;
}

async function keyOf(call: Call, answer: Answer, find: ResourceFinder): Promise<string | undefined> {
  if (call.eventSource !== "kms.amazonaws.com") return undefined;
  const metadata = answer.body.KeyMetadata as { Arn?: unknown } | undefined;
  const named = [answer.body.KeyId, metadata?.Arn, call.request.KeyId, call.request.TargetKeyId].find(
    (id) => typeof id === "string",
  );
  if (typeof named !== "string") return undefined;
  return named.includes(":key/") ? named : find.keyArn(call.region, named);
}

type KeyUse = Parameters<typeof onBehalf>[2];

async function keyUses(call: Call, { body }: Answer, find: ResourceFinder): Promise<KeyUse[]> {
  if (call.eventSource === "ssm.amazonaws.com") return parameterUses(call, body, find);
  if (call.eventSource !== "secretsmanager.amazonaws.com") return [];
  const writes = "SecretString" in call.request || "SecretBinary" in call.request;
  if (call.eventName === "GetSecretValue") return secretUse(call, body, "Decrypt", find);
  if (call.eventName === "BatchGetSecretValue") {
    const values = Array.isArray(body.SecretValues) ? (body.SecretValues as Record<string, unknown>[]) : [];
    return (await Promise.all(values.map((value) => secretUse(call, value, "Decrypt", find)))).flat();
  }
  return writes ? secretUse(call, body, "GenerateDataKey", find) : [];
}

async function secretUse(
  call: Call,
  { ARN: arn, VersionId: versionId }: Record<string, unknown>,
  eventName: KeyUse["eventName"],
  find: ResourceFinder,
): Promise<KeyUse[]> {
  if (typeof arn !== "string") return [];
  const secret = await find.secret(call.region, arn);
  if (!secret?.keyArn) return [];
  const context = { SecretARN: arn, SecretVersionId: String(versionId) };
  return [{ service: "secretsmanager.amazonaws.com", eventName, keyArn: secret.keyArn, context }];
}

async function parameterUses(
  call: Call,
  body: Record<string, unknown>,
  find: ResourceFinder,
): Promise<KeyUse[]> {
  if (call.request.WithDecryption !== true) return [];
  const found = [body.Parameter, ...(Array.isArray(body.Parameters) ? body.Parameters : [])];
  const secure = found.filter(
    (parameter): parameter is { Type: string; ARN: string } =>
      typeof parameter === "object" &&
      parameter !== null &&
      (parameter as { Type?: unknown }).Type === "SecureString",
  );
  const keyArn = secure.length > 0 ? await find.keyArn(call.region, "alias/aws/ssm") : undefined;
  if (!keyArn) return [];
  return secure.map(({ ARN }) => ({
    service: "ssm.amazonaws.com",
    eventName: "Decrypt",
    keyArn,
    context: { PARAMETER_ARN: ARN },
  }));
}

/** LocalStack rotates before it answers, and the gateway's mend tells how it ended. */
function rotationEvents(call: Call, { body }: Answer, accountId: string, at: Date): CloudTrailRecord[] {
  const arn = String(body.ARN);
  const testOnly = call.request.RotateImmediately === false;
  const prefix = testOnly ? "TestRotation" : "Rotation";
  const ended = body.RotationEnded;
  const end = ended === "succeeded" ? ["Succeeded"] : ended === "failed" ? ["Failed"] : [];
  return ["Started", ...end].map((what) => rotationEvent(call, `${prefix}${what}`, arn, accountId, at));
}
