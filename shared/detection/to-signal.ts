import * as z from "zod";
import { mostEventIds, mostResources, type Signal, severities } from "../findings/index.ts";
import { accountOf, type CloudTrailRecord, keysOf, principalOf, secretOf } from "../trail/index.ts";
import type { Detection } from "./detection.ts";

/** How long a situation of a detection lasts beyond its last event, where the detection does not say. */
const quietAfterEvent = 3_600;
const quietAfterDay = 86_400;

/** Who did what to which resources: what a finding tells of one event, and all that is kept of it until then. */
export const contextSchema = z.object({
  severity: z.enum(severities),
  remedy: z.string(),
  resources: z.array(z.string()),
  /** ARN of the role for an assumed role. */
  principalId: z.string(),
  principal: z.string(),
  eventName: z.string(),
  eventId: z.string(),
  accountId: z.string(),
  region: z.string(),
  sourceIPAddress: z.string(),
  userAgent: z.string(),
});

/** Who did what to which resources. */
export type Context = z.infer<typeof contextSchema>;

/** A signal before the last questions are asked: whether it is allowed, and how severe it is. */
export interface Candidate {
  signal: Signal;
  /** What the detection calls the entity, where the signal's has a value beside it. */
  entity: string;
  principalId: string;
}

/** What a finding would tell of an event. */
export function contextOf(detection: Detection, record: CloudTrailRecord): Context {
  const { severity, remedy } = detection;
  const { id, arn } = principalOf(record);
  return {
    severity: typeof severity === "string" ? severity : severity(record),
    remedy: typeof remedy === "string" ? remedy : remedy(record),
    resources: [...resourcesOf(detection, record)],
    principalId: id,
    principal: arn,
    eventName: record.eventName,
    eventId: record.eventID,
    accountId: accountOf(record),
    region: record.awsRegion,
    sourceIPAddress: record.sourceIPAddress ?? "unknown",
    userAgent: record.userAgent ?? "unknown",
  };
}

/**
 * What a finding would tell of several events: who did what in one of them, and what all of them concern.
 *
 * @param latest the one that speaks for all
 * @param others resources beside theirs
 */
export function contextOfAll(
  detection: Detection,
  latest: CloudTrailRecord,
  records: readonly CloudTrailRecord[],
  others: readonly string[] = [],
): Context {
  const resources = new Set([...others, ...records.flatMap((record) => resourcesOf(detection, record))]);
  return { ...contextOf(detection, latest), resources: [...resources].sort().slice(0, mostResources) };
}

/** What differs from signal to signal of a detection. */
type Seen = Pick<Signal, "firstSeen" | "lastSeen" | "count" | "why"> & {
  entity: string;
  /** What is new with the entity, if that is what the signal is about. */
  value?: string;
  /** Of the batch, in the order of their time; that of the context if absent. */
  eventIds?: readonly string[];
};

/** What a detection says of an entity. */
export function candidate(
  { id, title, technique, quietSeconds, ...detection }: Detection,
  { principalId, eventId, ...context }: Context,
  { entity, value, eventIds = [eventId], ...seen }: Seen,
): Candidate {
  const quiet =
    quietSeconds ??
    ("windowSeconds" in detection
      ? detection.windowSeconds
      : detection.kind === "match"
        ? quietAfterEvent
        : quietAfterDay);
  const signal = {
    ruleId: id,
    title,
    technique,
    ...context,
    ...seen,
    why: "forgetDays" in detection ? `${seen.why} ${newness(detection)}` : seen.why,
    // An event whose caller has an empty name must not keep those beside it from being told.
    entity: (value === undefined ? entity : `${entity} ${value}`) || "unknown",
    eventIds: eventIds.slice(-mostEventIds),
    quietSeconds: quiet,
  };
  return { signal, entity, principalId };
}

/** How long what is new was not there, and how long somebody has looked. */
function newness({ forgetDays, learningDays }: { forgetDays: number; learningDays: number }): string {
  const watched =
    learningDays > 0 ? `of which at least ${learningDays} were watched` : "as far as they were watched";
  return `Not once in the ${forgetDays} days before, ${watched}.`;
}

/** What a detection says that an event concerns: the keys and the secret that the record names, if it says nothing. */
function resourcesOf({ resources }: Detection, record: CloudTrailRecord): readonly string[] {
  if (resources) return resources(record);
  const secret = secretOf(record);
  return [...keysOf(record), ...(secret === undefined ? [] : [secret])];
}
