import type { Signal } from "../findings/index.ts";
import type { CloudTrailRecord } from "../trail/index.ts";
import type { Detection } from "./detection.ts";
import type { EventIndex } from "./event-index.ts";
import { guarded } from "./guarded.ts";
import { rememberPromises } from "./kinds/absence.ts";
import { type GroupsByKind, type KeptGroups, newGrouping, type Times } from "./kinds/batch.ts";
import { firstSeenCandidates } from "./kinds/first-seen.ts";
import { windowsAndRates } from "./kinds/windows-and-rates.ts";
import { allowancesOf } from "./noise/allow.ts";
import { raiser } from "./noise/raise.ts";
import type { TagsOf } from "./noise/tags.ts";
import type { DetectionSettings } from "./settings.ts";
import type { DetectionState } from "./state/state.ts";
import { sweeper } from "./sweep.ts";
import { type Watch, watches } from "./watch.ts";

/** What an evaluator may be given beside its settings. */
export interface EvaluatorOptions {
  /** Looks up tags of keys and secrets; without it nothing is allowed or raised by tags. */
  tagsOf?: TagsOf;
  /** Is told what failed without anything being lost by it: a look-up of tags, a detection on one record. */
  onFailure?: (error: unknown) => void;
}

/** Records that are evaluated together. */
export interface Batch {
  add(records: readonly CloudTrailRecord[]): void;
  /** To be called once. What all detections say. */
  evaluate(): Promise<Signal[]>;
}

/**
 * Evaluates detections. What is found depends only on which distinct events were seen: not on their order as far as
 * they come within an hour, nor on repetitions and batches, nor on how many evaluators share a state. A batch that
 * failed anywhere is to be evaluated again; with its state in memory nothing but a look-up of tags can fail.
 */
export interface Evaluator {
  /** What the detections that look at one event each say of records. Needs no state. */
  matches(records: readonly CloudTrailRecord[]): Promise<Signal[]>;
  /** What all the others say. */
  evaluateOthers(records: readonly CloudTrailRecord[]): Promise<Signal[]>;
  /** What all detections say. */
  evaluate(records: readonly CloudTrailRecord[]): Promise<Signal[]>;
  /** A batch for records that come little by little. */
  batch(): Batch;
  /**
   * Looks for what no event tells: promises that were not kept, and hours with too many events. What was found within
   * the last hour is found again, for the case that the last sweep's signals were lost.
   *
   * @param now the clock, or the time of the last event of log files
   */
  sweep(now: Date): Promise<Signal[]>;
}

/** Makes an evaluator of detections with an account's settings and a place for what they remember. */
export function evaluator(
  detections: readonly Detection[],
  settings: DetectionSettings,
  state: DetectionState,
  { tagsOf, onFailure = () => {} }: EvaluatorOptions = {},
): Evaluator {
  const enabled = detections
    .filter(({ id }) => !settings.disabled.includes(id))
    .map((detection) => guarded(detection, onFailure));
  const isMatch = ({ kind }: Detection) => kind === "match";
  const allOf = watches(enabled, settings);
  const matchesOf = watches(enabled.filter(isMatch), settings);
  const othersOf = watches(
    enabled.filter((detection) => !isMatch(detection)),
    settings,
  );
  const raise = raiser(settings, allowancesOf(settings.allow), tagsOf, onFailure);
  const { sweep, sweepEvents } = sweeper(enabled, state);

  const kept: KeptGroups = new Map();

  const evaluateGroups = async (groups: GroupsByKind, times: Times) => {
    state.begin();
    const [inWindows, firstSeen] = await Promise.all([
      windowsAndRates(groups, state.ledger),
      firstSeenCandidates(groups["first-seen"], state.facts),
      rememberPromises(groups.absence, state.facts),
    ]);
    const swept = await sweepEvents(times);
    return raise([...inWindows, ...firstSeen, ...swept]);
  };

  const batchOf = (index: EventIndex<Watch>): Batch => {
    const grouping = newGrouping(index, kept);
    return {
      add: (records) => grouping.add(state.unseen(records)),
      evaluate: async () => {
        try {
          const [matches, others] = await Promise.all([
            raise(grouping.matches()),
            evaluateGroups(grouping.groups(), grouping.times()),
          ]);
          return [...matches, ...others];
        } finally {
          grouping.release();
        }
      },
    };
  };
  const evaluate = (index: EventIndex<Watch>, records: readonly CloudTrailRecord[]) => {
    const batch = batchOf(index);
    batch.add(records);
    return batch.evaluate();
  };

  return {
    batch: () => batchOf(allOf),
    matches: (records) => {
      const grouping = newGrouping(matchesOf);
      grouping.add(records);
      return raise(grouping.matches());
    },
    evaluateOthers: (records) => evaluate(othersOf, records),
    evaluate: (records) => evaluate(allOf, records),
    sweep: async (now) => {
      state.begin();
      return raise(await sweep(Math.floor(now.getTime() / 1_000)));
    },
  };
}
