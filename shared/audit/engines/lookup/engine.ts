import {
  type CloudTrailClient,
  LookupEventsCommand,
  type LookupEventsCommandOutput,
} from "@aws-sdk/client-cloudtrail";
import { subDays } from "date-fns";
import pRetry from "p-retry";
import { type CloudTrailRecord, cloudTrailRecordSchema, wantedNames } from "../../../trail/index.ts";
import type { AuditEngine, EventBatch, Period, Want } from "../../engine.ts";
import { kms, secretsManager } from "../../event/operations.ts";
import { readEvent } from "../../event/read-event.ts";
import { type LookupJournal, noJournal } from "./journal.ts";
import { pace } from "./pace.ts";
import { type Lookup, lookupsFor } from "./plan.ts";
import type { Naming } from "./resource-names.ts";

/** A lookup that CloudTrail refused; others may have been answered. */
export class LookupFailedError extends Error {
  override name = "LookupFailedError";
}

/** An event whose record cannot be read. */
export class UnreadableEventError extends Error {
  override name = "UnreadableEventError";
}

/** What `LookupEvents` allows an account in a Region, in requests a second. Source: its API reference. */
const requestsPerSecond = 2;

/** How long CloudTrail keeps events for lookups. */
const keptDays = 90;

/** How long it takes at most, as a rule, until an event can be looked up. */
const delayMinutes = 15;

/** How far lookups have come. */
export interface LookupProgress {
  /** What is looked up, such as `EventName=Decrypt`, and its place among all. */
  lookup: string;
  index: number;
  count: number;
  /** The time of the oldest event so far: the newest come first. */
  reached: Date | undefined;
}

/** What lookups need. */
export interface LookupSettings {
  client: CloudTrailClient;
  naming: Naming;
  now: Date;
  journal?: LookupJournal;
  onPage?: (progress: LookupProgress) => void;
  /** For an endpoint that allows more than CloudTrail does. */
  perSecond?: number;
  /** How long is waited after the first request too many; twice as long after each further one. */
  firstRetryMs?: number;
}

/** Answers from CloudTrail's event history, of one account and Region. */
export function lookupEngine(settings: LookupSettings): AuditEngine {
  const {
    client,
    naming,
    now,
    journal = noJournal,
    onPage,
    perSecond = requestsPerSecond,
    firstRetryMs = 1_000,
  } = settings;
  const turn = pace(perSecond);

  const ask = (lookup: Lookup, { from, to }: Period, NextToken: string | undefined) =>
    pRetry(
      async () => {
        await turn();
        // `EndTime` is part of the period.
        return client.send(
          new LookupEventsCommand({ LookupAttributes: [lookup], StartTime: from, EndTime: to, NextToken }),
        );
      },
      { retries: 6, minTimeout: firstRetryMs, shouldRetry: ({ error }) => isThrottled(error) },
    );

  async function* lookUp(
    lookup: Lookup,
    want: Want,
  ): AsyncGenerator<EventBatch & { reachedMs?: number | undefined }> {
    const id = JSON.stringify([lookup, want.events, ...(want.records ? ["records"] : [])]);
    let endMs = want.period.to.getTime();
    for await (const { events, records, seen, reachedMs, isLast } of journal.pages(id)) {
      yield { events, ...(records && { records }), seen, problems: [], reachedMs };
      if (isLast) return;
      endMs = Math.min(endMs, reachedMs ?? endMs);
    }
    const period = { from: want.period.from, to: new Date(endMs) };
    const names = wantedNames(want.events);
    let token: string | undefined;
    do {
      let page: LookupEventsCommandOutput;
      try {
        page = await ask(lookup, period, token);
      } catch (error) {
        yield { events: [], seen: 0, problems: [failed(lookup, error)] };
        return;
      }
      token = page.NextToken;
      const read = recordsOf(page);
      const records = read.records.filter(({ eventSource, eventName }) => {
        const wanted = names(eventSource);
        return wanted === "all" || wanted?.(eventName);
      });
      const given = { events: records.map(readEvent), ...(want.records && { records }) };
      const reachedMs = page.Events?.at(-1)?.EventTime?.getTime();
      const seen = page.Events?.length ?? 0;
      if (read.problems.length === 0)
        await journal.save({ lookup: id, ...given, seen, reachedMs, isLast: !token });
      yield { ...given, seen, problems: read.problems, reachedMs };
    } while (token);
  }

  return {
    aliases: { period: { from: keptSince(now), to: now }, targetNow: naming.targetOf },
    // Of other sources all events would have to be gone over, page by page.
    records: { sources: [kms, secretsManager], isInOrder: false },
    notes: async ({ from, to }) => notesOf(from, to, now),
    events: async function* (want) {
      const lookups = lookupsFor(want, await naming.namesOf(want));
      for (const [index, lookup] of lookups.entries()) {
        const name = `${lookup.AttributeKey}=${lookup.AttributeValue}`;
        for await (const { reachedMs, ...batch } of lookUp(lookup, want)) {
          const reached = reachedMs === undefined ? undefined : new Date(reachedMs);
          onPage?.({ lookup: name, index, count: lookups.length, reached });
          yield batch;
        }
      }
    },
  };
}

function recordsOf({ Events = [] }: LookupEventsCommandOutput): {
  records: CloudTrailRecord[];
  problems: Error[];
} {
  const records: CloudTrailRecord[] = [];
  const problems: Error[] = [];
  for (const { EventId, CloudTrailEvent = "" } of Events) {
    try {
      records.push(cloudTrailRecordSchema.parse(JSON.parse(CloudTrailEvent)));
    } catch (cause) {
      problems.push(
        new UnreadableEventError(`The event ${EventId} cannot be read and is left out.`, { cause }),
      );
    }
  }
  return { records, problems };
}

function keptSince(now: Date): Date {
  return subDays(now, keptDays);
}

function notesOf(from: Date, to: Date, now: Date): string[] {
  const notes: string[] = [];
  const kept = keptSince(now);
  // A minute for the run itself: 90 days are asked for as such.
  if (from.getTime() < kept.getTime() - 60_000) {
    notes.push(
      `CloudTrail keeps ${keptDays} days for lookups: what was before ${kept.toISOString()} is missing. Ask the log files.`,
    );
  }
  if (to.getTime() > now.getTime() - delayMinutes * 60_000) {
    notes.push(`Events of the last ${delayMinutes} minutes may not be there yet.`);
  }
  return notes;
}

function isThrottled(error: unknown): boolean {
  return error instanceof Error && /Throttl|TooManyRequests|RequestLimitExceeded/.test(error.name);
}

function failed({ AttributeKey, AttributeValue }: Lookup, cause: unknown): LookupFailedError {
  const { name, message } = cause instanceof Error ? cause : { name: "Error", message: String(cause) };
  const advice = /AccessDenied|Unauthorized/.test(name) ? " Allow cloudtrail:LookupEvents." : "";
  return new LookupFailedError(
    `Events with ${AttributeKey}=${AttributeValue} could not all be looked up: ${name}: ${message}${advice}`,
    { cause },
  );
}
