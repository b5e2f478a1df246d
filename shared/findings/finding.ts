import { createHash } from "node:crypto";
import * as z from "zod";

/** Severities in rising order, named as in Security Hub's `FindingSeverity`. */
export const severities = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;

/** How much a finding matters. */
export type Severity = (typeof severities)[number];

/** What a detection found: who did what to which key or secret, when, why it matters and what to do. */
export const findingSchema = z.object({
  /** The same for every repetition of one thing found, so that it is reported once. */
  id: z.string().min(1),
  /** The id of the detection, such as `kms-key-disabled-or-scheduled-for-deletion`. */
  ruleId: z.string().min(1),
  title: z.string().min(1),
  severity: z.enum(severities),
  /** ATT&CK technique, such as `T1485`. */
  technique: z.string(),
  /** ARN of the principal, or the AWS service, that made the call; of the latest call where there are many. */
  principal: z.string(),
  /** ARN of the key or secret concerned; `account/region/name` of a secret, `account/region` for both at large. */
  resource: z.string(),
  eventName: z.string(),
  /** `eventTime` of the latest record behind the finding, ISO 8601. */
  eventTime: z.string(),
  /** `eventID`s of records behind the finding; the latest one where they are many. */
  eventIds: z.array(z.string()),
  accountId: z.string(),
  region: z.string(),
  sourceIPAddress: z.string(),
  userAgent: z.string(),
  /** Why it fired, with the numbers: for people. */
  why: z.string(),
  /** What the reader should do now. */
  remedy: z.string(),
});

/** What a detection found: who did what to which key or secret, when, why it matters and what to do. */
export type Finding = z.infer<typeof findingSchema>;

/**
 * The id of a finding: made of what is the same for all its repetitions, so that they have one id.
 *
 * @param parts the detection's id, the entity, and what tells one occurrence from the next
 */
export function findingId(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
