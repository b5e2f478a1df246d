import type { CloudTrailRecord, UserIdentity } from "../../shared/trail/index.ts";
import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import type { IdentifyCaller } from "./callers.ts";
import { keyUseRecord, keyUses } from "./key-uses.ts";
import { recordOf } from "./record.ts";
import type { ResourceFinder } from "./resources.ts";
import { type CallWithAnswer, resourcesOf } from "./resources-of-call.ts";
import { rotationEvents } from "./rotation-events.ts";

/** A call, what was answered, and when. */
export interface AnsweredCall extends CallWithAnswer {
  calledAt: Date;
  answeredAt: Date;
}

/** Whom the gateway asks to write a record. */
export interface World {
  identify: IdentifyCaller;
  find: ResourceFinder;
}

/**
 * All records that one call leaves in a trail: its own, those of the calls that a service made for it, and what the
 * service itself reports.
 */
export async function recordsOf(answered: AnsweredCall, world: World): Promise<CloudTrailRecord[]> {
  const { call, answer, calledAt } = answered;
  const who = await world.identify(call);
  const accountId = accountOf(who);
  const resources = await resourcesOf(answered, accountId, world.find);
  const own = recordOf(call, answer, who, resources, calledAt);
  if (answer.status >= 400) return [own];
  return [
    own,
    ...(await keyUseRecords(call, answer, who, calledAt, world.find)),
    ...(await readsOfBatch(answered, who, world.find)),
    ...rotationEvents(call, answer, accountId, answered),
  ];
}

function accountOf({ accountId = "000000000000" }: UserIdentity): string {
  return accountId;
}

async function keyUseRecords(
  call: Call,
  answer: Answer,
  who: UserIdentity,
  at: Date,
  find: ResourceFinder,
): Promise<CloudTrailRecord[]> {
  return (await keyUses(call, answer, accountOf(who), find)).map((use) => keyUseRecord(call, who, use, at));
}

/** BatchGetSecretValue leaves a GetSecretValue for each secret too, as its API reference says. */
async function readsOfBatch(
  { call, answer, calledAt }: AnsweredCall,
  who: UserIdentity,
  find: ResourceFinder,
): Promise<CloudTrailRecord[]> {
  const { SecretValues } = answer.body;
  if (call.eventName !== "BatchGetSecretValue" || !Array.isArray(SecretValues)) return [];
  const reads = SecretValues.map(async (value: { ARN?: unknown; VersionId?: unknown } | null) => {
    const read = { ...call, eventName: "GetSecretValue", request: { SecretId: value?.ARN } };
    const itsAnswer = {
      status: 200,
      requestId: answer.requestId,
      body: { ARN: value?.ARN, VersionId: value?.VersionId },
    };
    return [
      recordOf(read, itsAnswer, who, undefined, calledAt),
      ...(await keyUseRecords(read, itsAnswer, who, calledAt, find)),
    ];
  });
  return (await Promise.all(reads)).flat();
}
