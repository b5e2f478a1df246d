import type { Ledger, Observation } from "../state/ledger.ts";
import { rateStream, type Stream, streamOf } from "../state/streams.ts";
import type { Candidate } from "../to-signal.ts";
import type { GroupsByKind } from "./batch.ts";
import { rateObservations } from "./rate.ts";
import { sequenceCandidates, sequenceObservations } from "./sequence.ts";
import { thresholdCandidates, thresholdObservations } from "./threshold.ts";
import { bucketsOf } from "./windows.ts";

/**
 * Writes a batch into the ledger, then looks at the windows that it touched: so that of two batches at once the later
 * one sees both.
 */
export async function windowsAndRates(
  { threshold, sequence, rate }: GroupsByKind,
  ledger: Ledger,
): Promise<Candidate[]> {
  const streams = new Map<Stream, { observations: Observation[]; buckets: Set<number> }>();
  const touch = (stream: Stream, observations: Observation[], buckets: Iterable<number>) => {
    const of = streams.get(stream) ?? { observations: [], buckets: new Set<number>() };
    streams.set(stream, of);
    for (const observation of observations) of.observations.push(observation);
    for (const bucket of buckets) of.buckets.add(bucket);
  };
  const counted = threshold.map((group) => ({ group, buckets: bucketsOf(group), ledger }));
  const ordered = sequence.map((group) => ({ group, buckets: bucketsOf(group), ledger }));
  for (const { group, buckets } of counted)
    touch(streamOf(group.detection.windowSeconds), thresholdObservations(group, ledger), buckets);
  for (const { group, buckets } of ordered)
    touch(streamOf(group.detection.windowSeconds), sequenceObservations(group), buckets);
  // Nothing is to be read of the rates: that is what sweeps do.
  for (const group of rate) touch(rateStream, rateObservations(group, ledger), []);
  await Promise.all([...streams].map(([stream, { observations }]) => ledger.add(stream, observations)));
  await Promise.all([...streams].map(([stream, { buckets }]) => ledger.refresh(stream, buckets)));
  return [
    ...counted.flatMap((around) => thresholdCandidates(around.group, around)),
    ...ordered.flatMap((around) => sequenceCandidates(around.group, around)),
  ];
}
