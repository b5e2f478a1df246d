/** What a cache counts. */
export interface Counters {
  /** Answered with a value that was at hand and not expired. */
  hits: number;
  /** Had to wait for a value: all that wait for one call count. */
  misses: number;
  /** Calls made, to whatever end; a batch is one. */
  calls: number;
  /** Values renewed before they expired, or because a login was refused. */
  refreshes: number;
  /** Answered with an expired value, since no new one could be read. */
  staleServed: number;
  /** Calls that failed. */
  failures: number;
  /** Refused without a call, since one failed a moment ago. */
  negativeHits: number;
}

/** Told of everything that is counted. */
export type OnCount = (counter: keyof Counters) => void;

/** Counts from zero. */
export function noCounts(): Counters {
  return { hits: 0, misses: 0, calls: 0, refreshes: 0, staleServed: 0, failures: 0, negativeHits: 0 };
}

/** What of Powertools' `Metrics` is used; any object with this method will do. */
export interface MetricsSink {
  addMetric(name: string, unit: "Count", value: number): unknown;
}

/**
 * Makes what adds to metrics what was counted since it was last called.
 *
 * @param prefix what the metrics' names begin with: `SecretHits`, `SecretMisses`, …
 */
export function counterReporter(
  counters: () => Readonly<Counters>,
  prefix = "Secret",
): (metrics: MetricsSink) => void {
  let reported = noCounts();
  return (metrics) => {
    const now = { ...counters() };
    for (const name of Object.keys(now) as (keyof Counters)[]) {
      const difference = now[name] - reported[name];
      const metric = `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      if (difference > 0) metrics.addMetric(metric, "Count", difference);
    }
    reported = now;
  };
}
