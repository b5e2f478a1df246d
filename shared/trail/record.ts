import * as z from "zod";

const sessionContext = z.looseObject({
  sessionIssuer: z
    .looseObject({
      type: z.string().optional(),
      principalId: z.string().optional(),
      arn: z.string().optional(),
      accountId: z.string().optional(),
      userName: z.string().optional(),
    })
    .optional(),
  attributes: z
    .looseObject({ creationDate: z.string().optional(), mfaAuthenticated: z.string().optional() })
    .optional(),
});

const userIdentity = z.looseObject({
  /** Absent in the events of AWS services. */
  type: z.string().optional(),
  principalId: z.string().optional(),
  arn: z.string().optional(),
  accountId: z.string().optional(),
  accessKeyId: z.string().optional(),
  userName: z.string().optional(),
  invokedBy: z.string().optional(),
  sessionContext: sessionContext.optional(),
});

const resource = z.looseObject({
  ARN: z.string().optional(),
  accountId: z.string().optional(),
  type: z.string().optional(),
});

const json = z.record(z.string(), z.unknown()).nullish();

/**
 * What Rekey reads of a CloudTrail record; fields it does not know are kept.
 * Source: "CloudTrail record contents" in the AWS CloudTrail user guide, event version 1.11.
 */
export const cloudTrailRecordSchema = z.looseObject({
  eventVersion: z.string(),
  eventID: z.string().min(1),
  eventTime: z.iso.datetime(),
  eventSource: z.string().min(1),
  eventName: z.string().min(1),
  eventType: z.string().optional(),
  eventCategory: z.string().optional(),
  awsRegion: z.string(),
  userIdentity,
  sourceIPAddress: z.string().optional(),
  userAgent: z.string().nullish(),
  errorCode: z.string().optional(),
  errorMessage: z.string().nullish(),
  requestParameters: json,
  responseElements: json,
  additionalEventData: json,
  serviceEventDetails: json,
  requestID: z.string().optional(),
  sharedEventID: z.string().optional(),
  readOnly: z.boolean().optional(),
  managementEvent: z.boolean().optional(),
  resources: z.array(resource).optional(),
  recipientAccountId: z.string().optional(),
  vpcEndpointId: z.string().optional(),
  tlsDetails: z.looseObject({}).optional(),
});

/** One call of an AWS API, or one event of an AWS service, as CloudTrail recorded it. */
export type CloudTrailRecord = z.infer<typeof cloudTrailRecordSchema>;

/** Who made a call, as CloudTrail names them. */
export type UserIdentity = CloudTrailRecord["userIdentity"];
