import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { type CloudTrailRecord, keysOf, secretOf } from "../../shared/trail/index.ts";

/** Each value of a dimension is a metric of its own to CloudWatch, and is paid for: so many are told apart in a batch. */
const mostInABatch = 10;

/** So many are told apart by one instance of the function, however long it lives. */
const mostInAll = 50;

/** What the others are counted as together. */
const others = "other";

/** CloudWatch takes no longer value of a dimension, and printable ASCII only. */
const longestValue = 1_024;

const counted = {
  KmsDecrypts: {
    dimension: "Key",
    counts: ({ eventSource, eventName, errorCode }: CloudTrailRecord) =>
      eventSource === "kms.amazonaws.com" && eventName === "Decrypt" && errorCode === undefined,
    of: (record: CloudTrailRecord) => keysOf(record)[0],
  },
  SecretsRetrieved: {
    dimension: "Secret",
    // BatchGetSecretValue too is recorded as one GetSecretValue for each secret.
    counts: ({ eventSource, eventName, errorCode }: CloudTrailRecord) =>
      eventSource === "secretsmanager.amazonaws.com" &&
      eventName === "GetSecretValue" &&
      errorCode === undefined,
    of: secretOf,
  },
  KeysDisabled: {
    dimension: "Key",
    counts: ({ eventSource, eventName, errorCode }: CloudTrailRecord) =>
      eventSource === "kms.amazonaws.com" &&
      (eventName === "DisableKey" || eventName === "ScheduleKeyDeletion") &&
      errorCode === undefined,
    of: (record: CloudTrailRecord) => keysOf(record)[0],
  },
  AccessDenied: {
    dimension: "Resource",
    counts: ({ errorCode = "" }: CloudTrailRecord) => /^(AccessDenied|UnauthorizedOperation)/.test(errorCode),
    of: (record: CloudTrailRecord) => keysOf(record)[0] ?? secretOf(record),
  },
} as const;

/** A metric's sum over a batch of records: in all, or of one value of its dimension. */
export interface Use {
  metric: keyof typeof counted;
  /** Absent in the sum of all. */
  dimension?: { name: string; value: string };
  count: number;
}

/**
 * Counts decrypts, secrets retrieved, keys disabled or scheduled for deletion, and calls that were denied; in all, and for
 * each key and secret as far as they may be told apart.
 */
export function useCounter(): (records: readonly CloudTrailRecord[]) => Use[] {
  const known = new Map<string, Set<string>>();
  return (records) =>
    metricNames.flatMap((metric) => {
      const { dimension, counts, of } = counted[metric];
      const those = records.filter(counts);
      // Zero is told too: an alarm that compares with what is usual needs it.
      const total: Use = { metric, count: those.length };
      const names = known.get(metric) ?? new Set<string>();
      known.set(metric, names);
      const sums = new Map<string, number>();
      for (const record of those) {
        const value = printable(of(record) ?? others);
        sums.set(value, (sums.get(value) ?? 0) + 1);
      }
      const byCount = [...sums].sort(([, one], [, other]) => other - one);
      const told = new Map<string, number>();
      for (const [at, [value, count]] of byCount.entries()) {
        const apart = at < mostInABatch && (names.has(value) || names.size < mostInAll);
        if (apart) names.add(value);
        const name = apart ? value : others;
        told.set(name, (told.get(name) ?? 0) + count);
      }
      return [
        total,
        ...[...told].map(([value, count]) => ({ metric, dimension: { name: dimension, value }, count })),
      ];
    });
}

const metricNames = ["KmsDecrypts", "SecretsRetrieved", "KeysDisabled", "AccessDenied"] as const;

const count = useCounter();

/** Writes what a batch of records tells of the use of keys and secrets, in CloudWatch's embedded metric format. */
export function addUses(metrics: Metrics, records: readonly CloudTrailRecord[]): void {
  for (const { metric, dimension, count: sum } of count(records)) {
    if (!dimension) metrics.addMetric(metric, MetricUnit.Count, sum);
    else
      metrics
        .singleMetric()
        .addDimension(dimension.name, dimension.value)
        .addMetric(metric, MetricUnit.Count, sum);
  }
}

function printable(value: string): string {
  return value.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, longestValue);
}
