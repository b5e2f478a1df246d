/** Severities in rising order, named as in Security Hub's `FindingSeverity`. */
export const severities = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;

/** How much a finding matters. */
export type Severity = (typeof severities)[number];

/** What a detection found: who did what to which key or secret, when, why it matters and what to do. */
export interface Finding {
  /** The same for every repetition of one thing found, so that it is reported once. */
  id: string;
  /** The id of the detection, such as `kms-key-disabled`. */
  ruleId: string;
  title: string;
  severity: Severity;
  /** ATT&CK technique, such as `T1485`. */
  technique: string;
  /** ARN of the principal, or the AWS service, that made the call. */
  principal: string;
  /** ARN of the key or secret concerned; a secret's name where the record has no more. */
  resource: string;
  eventName: string;
  /** `eventTime` of the record that completed the finding, ISO 8601. */
  eventTime: string;
  /** `eventID`s of the records behind the finding; the latest ones where they are many. */
  eventIds: string[];
  accountId: string;
  region: string;
  sourceIPAddress: string;
  userAgent: string;
  /** Why it fired, with the numbers: for people. */
  why: string;
  /** What the reader should do now. */
  remedy: string;
}
