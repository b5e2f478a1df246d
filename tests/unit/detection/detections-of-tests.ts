import type {
  AbsenceDetection,
  Detection,
  FirstSeenDetection,
  MatchDetection,
  RateDetection,
  SequenceDetection,
  ThresholdDetection,
} from "../../../shared/detection/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import { aRecord } from "../trail/a-record.ts";

/** What all detections of the tests have: they count what is done with a secret, whoever does it. */
const common = {
  title: "Of a test",
  technique: "T0000",
  severity: "LOW",
  wants: [{ source: "secretsmanager.amazonaws.com" }],
  matches: () => true,
  entity: ({ requestParameters }: CloudTrailRecord) => String(requestParameters?.secretId),
  remedy: "Look.",
} as const;

const program = ({ userAgent }: CloudTrailRecord) => userAgent ?? undefined;
const named = (name: string) => (record: CloudTrailRecord) => record.eventName === name;

export const aMatch = (cares: Partial<MatchDetection> = {}): MatchDetection => ({
  ...common,
  id: "match",
  kind: "match",
  why: ({ eventName }) => eventName,
  ...cares,
});

export const aThreshold = (cares: Partial<ThresholdDetection> = {}): ThresholdDetection => ({
  ...common,
  id: "threshold",
  kind: "threshold",
  threshold: 2,
  windowSeconds: 300,
  why: (count, entity) => `${entity}: ${count}`,
  ...cares,
});

/** More than two programs, and not more than two events. */
export const aDistinctThreshold = (cares: Partial<ThresholdDetection> = {}) =>
  aThreshold({ id: "distinct", distinct: program, ...cares });

export const aFirstSeen = (cares: Partial<FirstSeenDetection> = {}): FirstSeenDetection => ({
  ...common,
  id: "first-seen",
  kind: "first-seen",
  value: program,
  forgetDays: 10,
  learningDays: 2,
  why: (value, entity) => `${value} is new to ${entity}`,
  ...cares,
});

export const aRate = (cares: Partial<RateDetection> = {}): RateDetection => ({
  ...common,
  id: "rate",
  kind: "rate",
  minimum: 10,
  factor: 3,
  learningDays: 2,
  why: (count, expected, entity) => `${entity}: ${count} where ${expected} are usual`,
  ...cares,
});

/** Lists, then reads with two programs, within ten minutes. */
export const aSequence = (cares: Partial<SequenceDetection> = {}): SequenceDetection => ({
  ...common,
  id: "sequence",
  kind: "sequence",
  windowSeconds: 600,
  steps: [
    { says: "lists", matches: named("ListSecrets") },
    { says: "reads", matches: named("GetSecretValue"), times: 2, distinct: program },
  ],
  why: ({ eventName }) => eventName,
  ...cares,
});

/** A rotation that is to succeed within half an hour. */
export const anAbsence = (cares: Partial<AbsenceDetection> = {}): AbsenceDetection => ({
  ...common,
  id: "absence",
  kind: "absence",
  expects: ({ eventName }) =>
    eventName === "RotateSecret" ? 1_800 : eventName === "CancelRotateSecret" ? "cancelled" : undefined,
  fulfils: named("RotationSucceeded"),
  why: (entity, since) => `${entity}: nothing since ${since}`,
  ...cares,
});

/** One of each kind. */
export const ofEachKind: readonly Detection[] = [
  aMatch(),
  aThreshold(),
  aDistinctThreshold(),
  aThreshold({ id: "threshold-of-a-day", windowSeconds: 86_400, threshold: 5 }),
  aDistinctThreshold({ id: "distinct-of-a-day", windowSeconds: 86_400 }),
  aFirstSeen(),
  aRate(),
  aSequence(),
  anAbsence(),
];

/** The second that the tests count from: a Sunday's midnight. */
const start = Date.UTC(2026, 2, 1);

/** An `eventTime`, so many seconds after the start. */
export function at(second: number): string {
  return new Date(start + second * 1_000).toISOString().replace(".000Z", "Z");
}

/** Something done with a secret, so many seconds after the start. */
export function event(second: number, cares: Partial<CloudTrailRecord> & { secretId?: string } = {}) {
  const { secretId = "prod/db", ...others } = cares;
  return aRecord({ eventTime: at(second), requestParameters: { secretId }, ...others });
}
