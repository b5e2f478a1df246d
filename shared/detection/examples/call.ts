import type { CloudTrailRecord } from "../../trail/index.ts";

/** The account and the region that the examples are in. */
export const account = "111122223333";
export const region = "eu-central-1";

/** An account that nobody trusts. */
export const stranger = "999988887777";

/** Something about a record: who, when, from where, with what result. */
export type About = (record: CloudTrailRecord) => CloudTrailRecord;

const readOnly = /^(Get|List|Describe|BatchGet|Decrypt|Encrypt|GenerateDataKey|ReEncrypt|Sign|Verify)/;

/**
 * A record of a call that succeeded, as CloudTrail writes it: by the user alice with the command line, at noon of the
 * first day, unless something else is said.
 *
 * @param service the first part of the event source, such as `kms`
 */
export function call(
  service: string,
  eventName: string,
  requestParameters: Record<string, unknown> | null,
  ...abouts: readonly About[]
): CloudTrailRecord {
  const record: CloudTrailRecord = {
    eventVersion: "1.11",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLEALICE",
      arn: `arn:aws:iam::${account}:user/alice`,
      accountId: account,
      accessKeyId: "ASIAEXAMPLEALICE",
      userName: "alice",
    },
    eventTime: "2026-03-01T12:00:00Z",
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress: "198.51.100.7",
    userAgent: "aws-cli/2.22.4 md/awscrt#0.23.4 ua/2.0 os/linux#6.1 lang/python#3.12.6",
    requestParameters,
    responseElements: null,
    eventID: "event",
    readOnly: readOnly.test(eventName),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
  return abouts.reduce((before, about) => about(before), record);
}

/** Says something of a record that has no word of its own. */
export function having(fields: Partial<CloudTrailRecord>): About {
  return (record) => ({ ...record, ...fields });
}

/** What the call answered. */
export function answering(responseElements: Record<string, unknown>): About {
  return having({ responseElements });
}

/** The call was refused for want of permission. */
export const refused: About = having({
  errorCode: "AccessDenied",
  errorMessage: "User is not authorized to perform this action",
});

/** The call failed for another reason. */
export function failing(errorCode: string): About {
  return having({ errorCode });
}

/** So many of a thing, each made from its number, from 0 on. */
export function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
