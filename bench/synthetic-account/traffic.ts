import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import { makeAccount } from "./account/account.ts";
import { actors } from "./actors/index.ts";
import { merge } from "./stream/merge.ts";
import { day } from "./stream/timed.ts";

export function traffic({
  seed,
  from,
  days,
  eventsPerDay = 100_000,
}: {
  seed: number;
  from: Date;
  days: number;
  eventsPerDay?: number;
}) {
  const period = { from: from.getTime(), until: from.getTime() + days * day };
  const account = makeAccount(seed, period);
  return { records: records(merge(actors(account, eventsPerDay)), period.until) };
}
function* records(all: ReturnType<typeof merge>, until: number): Generator<CloudTrailRecord> {
  for (const { at, record } of all) {
    if (at >= until) return;
    yield record;
  }
}
