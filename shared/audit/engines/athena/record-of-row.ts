import { type CloudTrailRecord, cloudTrailRecordSchema } from "../../../trail/index.ts";

/** A row of a result: texts by the names of columns; null where there is none. */
export type Row = Readonly<Record<string, string | null>>;

/**
 * Makes a record of a row that `queryFor` selects: with all that events are made of.
 *
 * @throws what JSON or the record's schema says of a row that is none
 */
export function recordOfRow(row: Row): CloudTrailRecord {
  const text = (column: string) => row[column] ?? undefined;
  const json = (column: string): unknown => JSON.parse(row[column] || "null");
  const issuer = text("issuerarn");
  const resources = text("resourcearns");
  const readOnly = text("readonly")?.toLowerCase();
  return cloudTrailRecordSchema.parse({
    eventVersion: text("eventversion"),
    eventID: text("eventid"),
    sharedEventID: text("sharedeventid"),
    eventTime: text("eventtime"),
    eventSource: text("eventsource"),
    eventName: text("eventname"),
    awsRegion: text("awsregion"),
    sourceIPAddress: text("sourceipaddress"),
    errorCode: text("errorcode"),
    errorMessage: text("errormessage"),
    requestParameters: json("requestparameters"),
    responseElements: json("responseelements"),
    additionalEventData: json("additionaleventdata"),
    readOnly: readOnly === undefined ? undefined : readOnly === "true",
    recipientAccountId: text("recipientaccountid"),
    vpcEndpointId: text("vpcendpointid"),
    userIdentity: {
      type: text("usertype"),
      arn: text("userarn"),
      principalId: text("principalid"),
      accountId: text("accountid"),
      accessKeyId: text("accesskeyid"),
      invokedBy: text("invokedby"),
      ...(issuer && { sessionContext: { sessionIssuer: { arn: issuer } } }),
    },
    ...(resources && { resources: resources.split(" ").map((ARN) => ({ ARN })) }),
  });
}
