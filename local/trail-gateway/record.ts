import { randomUUID } from "node:crypto";
import type { CloudTrailRecord, UserIdentity } from "../../shared/trail/index.ts";
import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { errorOf } from "./error-of.ts";
import { factsOf } from "./operations/index.ts";
import { hiddenValue, shown, shownName } from "./shown.ts";

/** A resource as a record names it. */
export type RecordedResource = {
  ARN: string;
  accountId: string;
  /** Parameter Store's resources have none. */
  type?: string;
};

/** CloudTrail's own limit of a user agent, in characters. */
const longestUserAgent = 1_024;

/** Writes the record of a call as CloudTrail does: without any secret value. */
export function recordOf(
  call: Call,
  answer: Answer,
  who: UserIdentity,
  resources: readonly RecordedResource[] | undefined,
  at: Date,
): CloudTrailRecord {
  const facts = factsOf(call.eventSource, call.eventName);
  const requestParameters = requestShown(call.request, facts);
  const error = errorOf(answer, call.request, requestParameters);
  const keyArn = resources?.find(({ ARN }) => ARN.includes(":key/"))?.ARN;
  const additionalEventData = shown({ ...call.request, ...answer.body }, facts.additional ?? []);
  return {
    ...recordFrame(call.region, who, at),
    eventSource: call.eventSource,
    eventName: call.eventName,
    sourceIPAddress: call.sourceIPAddress,
    userAgent: call.userAgent.slice(0, longestUserAgent),
    ...error,
    requestParameters,
    responseElements:
      error || facts.readOnly
        ? null
        : shown({ ...answer.body, ...(keyArn && { KeyId: keyArn }) }, facts.response),
    ...(error || !additionalEventData ? {} : { additionalEventData }),
    requestID: answer.requestId ?? randomUUID(),
    readOnly: facts.readOnly,
    ...(resources ? { resources: [...resources] } : {}),
    eventType: "AwsApiCall",
  };
}

/**
 * What all records have, event version 1.11. `tlsDetails` is missing, since calls come here over plain HTTP, and so
 * are `vpcEndpointId` and `sharedEventID`: there is neither a VPC nor a second account.
 */
export function recordFrame(region: string, who: UserIdentity, at: Date) {
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

function requestShown(
  request: Record<string, unknown>,
  { request: fields, defaults, hidden = [] }: ReturnType<typeof factsOf>,
): Record<string, unknown> | null {
  const withheld = hidden.filter((name) => request[name] !== undefined);
  const parameters = {
    ...shown({ ...defaults, ...request }, fields),
    ...Object.fromEntries(withheld.map((name) => [shownName(name), hiddenValue])),
  };
  return Object.keys(parameters).length > 0 ? parameters : null;
}
