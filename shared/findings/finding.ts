import { createHash } from "node:crypto";
import * as z from "zod";

/** Severities in rising order, named as in Security Hub's `FindingSeverity`. */
export const severities = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;

/** How much a finding matters. */
export type Severity = (typeof severities)[number];

/** Event ids that a finding names at the most: the latest ones. */
export const mostEventIds = 20;

/** Resources that a finding names at the most: the first by their names. */
export const mostResources = 20;

export const signalSchema = z.object({
  /** The id of the detection, such as `kms-key-disabled-or-scheduled-for-deletion`. */
  ruleId: z.string().min(1),
  title: z.string().min(1),
  severity: z.enum(severities),
  /** ATT&CK technique, such as `T1485`. */
  technique: z.string(),
  /**
   * What it is about, and what makes two of them one situation together with the detection, the account and the region:
   * ARN of a key or principal, `account/region/name` of a secret.
   */
  entity: z.string().min(1),
  /** ARNs of the keys, secrets and others concerned; `account/region/name` of a secret. */
  resources: z.array(z.string()),
  /** `eventTime` of the earliest and of the latest event behind it, ISO 8601. */
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  /** Distinct events behind it; at least so many, where they are too many to be counted. */
  count: z.int().positive(),
  /** `eventID`s of the latest events behind it. */
  eventIds: z.array(z.string()).max(mostEventIds),
  /** ARN of the principal, or the AWS service, that made the call. */
  principal: z.string(),
  eventName: z.string(),
  accountId: z.string(),
  region: z.string(),
  sourceIPAddress: z.string(),
  userAgent: z.string(),
  /** Why it fired, with the numbers: for people. */
  why: z.string(),
  /** What the reader should do now. */
  remedy: z.string(),
});

/** What a detection saw in one batch of records: who did what to which key or secret, when, and why it matters. */
export type Signal = z.infer<typeof signalSchema> & {
  /** A situation is over when nothing of it was seen for so long. */
  quietSeconds: number;
};

/**
 * One situation: all signals of a detection about one entity that follow each other without a long pause. Who, what
 * and why are those of the most severe signal, the latest among equals.
 */
export const findingSchema = signalSchema.extend({
  /** The same from the situation's first event to its last; another only if it turns out to have begun earlier. */
  id: z.string().min(1),
  /** Rises with each change; id and revision together name what is said here, and are sent once. */
  revision: z.int().positive(),
  /** Begun, seen again, or over since nothing of it was seen any more. */
  status: z.enum(["NEW", "UPDATED", "CLOSED"]),
  /** When this revision came to be, ISO 8601. */
  updatedAt: z.iso.datetime(),
  /** Whether there may have been more events than `count`. */
  atLeast: z.boolean(),
  /** Findings that this one continues: late events showed that they are one situation. */
  supersedes: z.array(z.string()).optional(),
  /** The finding that continues this closed one. */
  supersededBy: z.string().optional(),
});

/** One situation: all signals of a detection about one entity that follow each other without a long pause. */
export type Finding = z.infer<typeof findingSchema>;

/**
 * The id of a finding: made of what is the same for all its repetitions, so that they have one id.
 *
 * @param parts the detection's id, the entity, and what tells one situation from the next
 */
export function findingId(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
