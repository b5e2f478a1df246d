import type { AthenaClient } from "@aws-sdk/client-athena";
import type { S3Client } from "@aws-sdk/client-s3";
import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { AuditEngine } from "../../engine.ts";
import { readEvent } from "../../event/read-event.ts";
import { UnreadableEventError } from "../lookup/engine.ts";
import { bytesInWords, dollarsFor, dollarsInWords } from "./cost.ts";
import { type AthenaTable, queryFor } from "./query.ts";
import { type Row, recordOfRow } from "./record-of-row.ts";
import { type RunSettings, resultOf, runQuery } from "./run-query.ts";
import { type ScanBound, scanBound } from "./scan-bound.ts";

/** What queries need. */
export interface AthenaSettings {
  client: AthenaClient;
  /** Makes the client that lists log files. */
  s3: () => S3Client;
  table: AthenaTable;
  workGroup: string;
  /** Cancels what runs. */
  signal?: AbortSignal;
  /** Takes what a query will read and cost at most, in words, before it is begun. */
  onPlan?: (plan: string) => void;
  onState?: RunSettings["onState"];
  firstPollMs?: number;
}

/**
 * Answers from the log files of an organisation, by Athena. It selects the records that are wanted, with the columns that events are made of, and
 * the questions go over these as over those of any other engine: what a question asks for is a small part of what Athena reads.
 */
export function athenaEngine(settings: AthenaSettings): AuditEngine {
  const { client, s3, table, onPlan } = settings;
  const scanned: number[] = [];
  return {
    notes: async () => [costNote(scanned)],
    events: async function* (want) {
      const query = queryFor(want, table);
      if (onPlan) onPlan(planInWords(await scanBound({ athena: client, s3 }, table, want.period)));
      const { id, bytesScanned } = await runQuery(query, settings);
      scanned.push(bytesScanned);
      for await (const rows of resultOf(client, id)) {
        const problems: Error[] = [];
        const records = rows.flatMap((row) => recordsOf(row, problems));
        yield { events: records.map(readEvent), seen: rows.length, problems };
      }
    },
  };
}

function recordsOf(row: Row, problems: Error[]): CloudTrailRecord[] {
  try {
    return [recordOfRow(row)];
  } catch (cause) {
    problems.push(
      new UnreadableEventError(`The event ${row.eventid} cannot be read and is left out.`, { cause }),
    );
    return [];
  }
}

function planInWords({ days, bytes }: ScanBound): string {
  const folders = `Athena goes through ${days} days of log files`;
  if (typeof bytes !== "number") return `${folders}; how large they are is not known: ${bytes.unknown}`;
  return `${folders}, ${bytesInWords(bytes)} at most: ${dollarsInWords(dollarsFor([bytes]))}.`;
}

function costNote(scanned: readonly number[]): string {
  const bytes = bytesInWords(scanned.reduce((sum, some) => sum + some, 0));
  return `Athena read ${bytes} in ${scanned.length === 1 ? "one query" : `${scanned.length} queries`}: ${dollarsInWords(dollarsFor(scanned))} (5 a terabyte, 10 MB a query at least).`;
}
