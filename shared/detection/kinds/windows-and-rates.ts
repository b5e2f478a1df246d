import type { Ledger, Observations } from "../state/ledger.ts";
import { rateStream, type Stream, streamOf } from "../state/streams.ts";
import type { Candidate } from "../to-signal.ts";
import type { Group, GroupsByKind } from "./batch.ts";
import { rateObservations } from "./rate.ts";
import { sequenceCandidates } from "./sequence.ts";
import { thresholdCandidates, thresholdObservations } from "./threshold.ts";
import { type Around, bucketsOf, type WindowDetection } from "./windows.ts";

/**
 * Writes a batch into the ledger, then looks at the windows that it touched: so that of two batches at once the later
 * one sees both.
 */
export async function windowsAndRates(
  { threshold, sequence, rate }: GroupsByKind,
  ledger: Ledger,
): Promise<Candidate[]> {
  const streams = new Map<Stream, { observations: Observations[]; buckets: Set<number> }>();
  const touch = (stream: Stream, observations: Observations, buckets: readonly number[]) => {
    const of = streams.get(stream) ?? { observations: [], buckets: new Set<number>() };
    streams.set(stream, of);
    if (observations.events.length > 0) of.observations.push(observations);
    for (const bucket of buckets) of.buckets.add(bucket);
  };
  const counted = threshold.map((group) => {
    const around = aroundOf(group, ledger);
    touch(
      streamOf(group.detection.windowSeconds),
      thresholdObservations(group, around.series),
      around.buckets,
    );
    return around;
  });
  const ordered = sequence.map((group) => {
    const around = aroundOf(group, ledger);
    const { events, marks } = group;
    touch(streamOf(group.detection.windowSeconds), { series: around.series, events, marks }, around.buckets);
    return around;
  });
  // Nothing is to be read of the rates: that is what sweeps do.
  for (const group of rate)
    touch(rateStream, rateObservations(group, ledger.series(rateStream, group.name), ledger), []);
  await Promise.all([...streams].map(([stream, { observations }]) => ledger.add(stream, observations)));
  await Promise.all([...streams].map(([stream, { buckets }]) => ledger.refresh(stream, buckets)));
  const found: Candidate[] = [];
  for (const around of counted) found.push(...thresholdCandidates(around));
  for (const around of ordered) found.push(...sequenceCandidates(around));
  return found;
}

function aroundOf<D extends WindowDetection>(group: Group<D>, ledger: Ledger): Around<D> {
  const series = ledger.series(streamOf(group.detection.windowSeconds), group.name);
  return { group, series, buckets: bucketsOf(group) };
}
