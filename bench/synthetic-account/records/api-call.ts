import type { CloudTrailRecord, UserIdentity } from "../../../shared/trail/index.ts";
import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";

/** Who calls, from where and with what: the same for all calls of a session. */
export interface Caller {
  identity: UserIdentity;
  sourceIPAddress: string;
  userAgent: string;
  /** The interface endpoint that calls leave the VPC by. */
  vpcEndpointId?: string;
  /** Set for calls that the console makes with the credentials of who is logged in there. */
  fromConsole?: true;
}

/** A call, as far as it differs from the next one of the same session. */
export interface Call {
  /** The service's name before `.amazonaws.com`. */
  service: string;
  eventName: string;
  readOnly: boolean;
  request: Record<string, unknown> | null;
  response?: Record<string, unknown> | undefined;
  additional?: Record<string, unknown> | undefined;
  resources?: readonly { accountId: string; type?: string; ARN: string }[] | undefined;
  error?: { code: string; message: string } | undefined;
  /** Where a call of another account concerns this one. */
  sharedEventId?: string;
  recipientAccountId?: string;
  /** Set for what is done to an object itself: a data event. */
  dataEvent?: true;
}

/** Writes the record of a call. Source: "CloudTrail record contents", event version 1.11. */
export function apiCall(random: Random, at: number, region: string, caller: Caller, call: Call): Timed {
  const { identity, sourceIPAddress, userAgent, vpcEndpointId, fromConsole } = caller;
  const { service, eventName, readOnly, error, additional, resources, sharedEventId } = call;
  const accountId = call.recipientAccountId ?? identity.accountId ?? "";
  const record: CloudTrailRecord = {
    eventVersion: "1.11",
    userIdentity: identity,
    eventTime: eventTime(at),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress,
    userAgent,
    requestParameters: call.request,
    responseElements: error ? null : (call.response ?? null),
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly,
    eventType: "AwsApiCall",
    managementEvent: !call.dataEvent,
    recipientAccountId: accountId,
    eventCategory: call.dataEvent ? "Data" : "Management",
  };
  if (error) {
    record.errorCode = error.code;
    record.errorMessage = error.message;
  }
  if (additional && !error) record.additionalEventData = additional;
  if (resources) record.resources = [...resources];
  if (sharedEventId) record.sharedEventID = sharedEventId;
  if (vpcEndpointId) {
    record.vpcEndpointId = vpcEndpointId;
    record.vpcEndpointAccountId = accountId;
  }
  // What a service calls for somebody goes through no TLS that CloudTrail would tell of.
  if (!identity.invokedBy) record.tlsDetails = tls(service, region);
  if (fromConsole) record.sessionCredentialFromConsole = "true";
  return { at, record };
}

let lastSecond = -1;
let lastText = "";

/** A moment as `eventTime` has it. Most records share their second with the one before. */
export function eventTime(at: number): string {
  const second = Math.floor(at / 1_000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${new Date(second * 1_000).toISOString().slice(0, 19)}Z`;
  }
  return lastText;
}

const tlsByHost = new Map<string, Record<string, string>>();

function tls(service: string, region: string): Record<string, string> {
  const host = `${service}.${region}.amazonaws.com`;
  const known = tlsByHost.get(host);
  if (known) return known;
  const details = {
    tlsVersion: "TLSv1.3",
    cipherSuite: "TLS_AES_128_GCM_SHA256",
    clientProvidedHostHeader: host,
  };
  tlsByHost.set(host, details);
  return details;
}
