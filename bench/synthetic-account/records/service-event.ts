import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";
import { eventTime } from "./api-call.ts";

/** What a service reports of itself. */
export interface ServiceEvent {
  service: string;
  eventName: string;
  accountId: string;
  invokedBy: string;
  additional?: Record<string, unknown>;
  details?: Record<string, unknown>;
  resources?: { accountId: string; type: string; ARN: string }[];
  errorMessage?: string;
  requestId?: string;
}

/** Writes an `AwsServiceEvent`. Sources: "Log Secrets Manager events with CloudTrail", KMS's example of RotateKey. */
export function serviceEvent(random: Random, at: number, region: string, event: ServiceEvent): Timed {
  const { service, eventName, accountId, invokedBy, additional, details, resources, errorMessage } = event;
  return {
    at,
    record: {
      eventVersion: "1.11",
      userIdentity: { accountId, invokedBy },
      eventTime: eventTime(at),
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: region,
      sourceIPAddress: invokedBy,
      userAgent: invokedBy,
      ...(errorMessage ? { errorMessage } : {}),
      requestParameters: null,
      responseElements: null,
      ...(additional ? { additionalEventData: additional } : {}),
      requestID: event.requestId ?? random.uuid(),
      eventID: random.uuid(),
      readOnly: false,
      ...(resources ? { resources } : {}),
      eventType: "AwsServiceEvent",
      managementEvent: true,
      recipientAccountId: accountId,
      ...(details ? { serviceEventDetails: details } : {}),
      eventCategory: "Management",
    },
  };
}
