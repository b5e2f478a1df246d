import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import type { RecordedResource } from "./record.ts";
import type { ResourceFinder } from "./resources.ts";

/** What a record's resources are found from. */
export interface CallWithAnswer {
  call: Call;
  answer: Answer;
  /** The key that a call took an alias away from; see {@link keyBefore}. */
  keyBefore?: string | undefined;
}

/**
 * The resources that a call's record names: the keys and aliases of KMS, the parameters of Parameter Store, the role
 * of AssumeRole. Secrets Manager's records name none.
 *
 * @param accountId the caller's account
 */
export async function resourcesOf(
  { call, answer, keyBefore }: CallWithAnswer,
  accountId: string,
  find: ResourceFinder,
): Promise<RecordedResource[] | undefined> {
  if (call.eventSource === "kms.amazonaws.com") {
    const named = namedByKms(call, answer, keyBefore);
    const arns = await Promise.all(named.map((id) => kmsArn(id, call, accountId, find)));
    return arns.filter((arn) => arn !== undefined).map((arn) => resource(arn, "AWS::KMS::Key"));
  }
  if (call.eventSource === "ssm.amazonaws.com") {
    const arns = parametersOf(answer).flatMap(({ ARN }) => (typeof ARN === "string" ? [ARN] : []));
    return arns.length > 0 ? arns.map((arn) => resource(arn)) : undefined;
  }
  const { RoleArn } = call.request;
  if (call.eventName === "AssumeRole" && typeof RoleArn === "string" && RoleArn.startsWith("arn:")) {
    return [resource(RoleArn, "AWS::IAM::Role")];
  }
  return undefined;
}

/** The key behind an alias that a call is about to delete; afterwards nobody knows it. */
export async function keyBefore(call: Call, find: ResourceFinder): Promise<string | undefined> {
  const { AliasName } = call.request;
  if (call.eventName !== "DeleteAlias" || typeof AliasName !== "string") return undefined;
  return find.keyArn(call.region, AliasName);
}

/** The parameters that an answer holds. */
export function parametersOf({ body }: Answer): Record<string, unknown>[] {
  const found: unknown[] = [body.Parameter, ...(Array.isArray(body.Parameters) ? body.Parameters : [])];
  return found.filter(
    (parameter): parameter is Record<string, unknown> => typeof parameter === "object" && parameter !== null,
  );
}

/** In the order in which CloudTrail names them. */
function namedByKms({ eventName, request }: Call, { body }: Answer, before: string | undefined): unknown[] {
  switch (eventName) {
    case "CreateAlias":
      return [request.TargetKeyId, request.AliasName];
    case "UpdateAlias":
      return [request.AliasName, request.TargetKeyId];
    case "DeleteAlias":
      return [request.AliasName, before];
    case "ReEncrypt":
      return [body.SourceKeyId ?? request.SourceKeyId, body.KeyId ?? request.DestinationKeyId];
    default: {
      const metadata = body.KeyMetadata as { Arn?: unknown } | null | undefined;
      return [body.KeyId ?? metadata?.Arn ?? request.KeyId];
    }
  }
}

async function kmsArn(
  id: unknown,
  { region, request }: Call,
  accountId: string,
  find: ResourceFinder,
): Promise<string | undefined> {
  if (typeof id !== "string") return undefined;
  if (id === request.AliasName) return `arn:aws:kms:${region}:${accountId}:${id}`;
  return id.includes(":key/") ? id : find.keyArn(region, id);
}

function resource(arn: string, type?: string): RecordedResource {
  return { accountId: arn.split(":")[4] ?? "", ...(type ? { type } : {}), ARN: arn };
}
