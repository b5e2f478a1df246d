import { setTimeout as sleep } from "node:timers/promises";
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import type { AthenaQuery } from "./query.ts";
import type { Row } from "./record-of-row.ts";

/** Athena did not answer a query; the message is Athena's own. */
export class AthenaQueryFailedError extends Error {
  override name = "AthenaQueryFailedError";
}

/** A query was cancelled: by the signal, or by somebody else. */
export class AthenaQueryCancelledError extends Error {
  override name = "AthenaQueryCancelledError";
}

/** How a query is run. */
export interface RunSettings {
  client: AthenaClient;
  workGroup: string;
  /** Cancels the query, which costs what was read until then. */
  signal?: AbortSignal | undefined;
  /** Takes the state and the bytes read so far, each time that Athena was asked. */
  onState?: ((state: string, bytesScanned: number) => void) | undefined;
  /** How long is waited before the state is asked for; half as long again each time. */
  firstPollMs?: number | undefined;
}

const longestPollMs = 2_000;

/** A query that ended well. */
export interface QueryRun {
  id: string;
  bytesScanned: number;
}

/**
 * Runs a query until it is answered. Whatever else happens meanwhile, it does not run on.
 *
 * @throws AthenaQueryFailedError, AthenaQueryCancelledError, and what Athena says of a request
 */
export async function runQuery(
  { sql, parameters }: AthenaQuery,
  { client, workGroup, signal, onState, firstPollMs = 250 }: RunSettings,
): Promise<QueryRun> {
  signal?.throwIfAborted();
  const { QueryExecutionId: id = "" } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      ExecutionParameters: parameters,
      WorkGroup: workGroup,
    }),
  );
  let isOver = false;
  try {
    for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 1.5, longestPollMs)) {
      // An abort ends the wait, and is seen below.
      await sleep(pollMs, undefined, { signal }).catch(() => {});
      if (signal?.aborted) throw new AthenaQueryCancelledError(`The query ${id} was cancelled.`);
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
      const bytesScanned = QueryExecution?.Statistics?.DataScannedInBytes ?? 0;
      const state = QueryExecution?.Status?.State ?? "QUEUED";
      isOver = state === "SUCCEEDED" || state === "FAILED" || state === "CANCELLED";
      onState?.(state, bytesScanned);
      if (state === "SUCCEEDED") return { id, bytesScanned };
      if (isOver) throw failure(id, QueryExecution);
    }
  } finally {
    // What is told is what went wrong before.
    if (!isOver) await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => {});
  }
}

function failure(id: string, execution: QueryExecution | undefined): Error {
  const reason = execution?.Status?.StateChangeReason ?? "Athena gives no reason";
  if (/bytes scanned limit/i.test(reason)) {
    return new AthenaQueryFailedError(
      `Athena stopped the query ${id}: ${reason}. Ask for a shorter time, or raise the workgroup's limit.`,
    );
  }
  if (execution?.Status?.State === "CANCELLED")
    return new AthenaQueryCancelledError(`The query ${id} was cancelled: ${reason}.`);
  return new AthenaQueryFailedError(`Athena could not answer the query ${id}: ${reason}`);
}

/** The rows of a query that ended well, page by page. */
export async function* resultOf(client: AthenaClient, id: string): AsyncGenerator<Row[]> {
  let isFirst = true;
  for await (const { ResultSet } of paginateGetQueryResults(
    { client, pageSize: 1_000 },
    { QueryExecutionId: id },
  )) {
    const names = ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name = "" }) => Name) ?? [];
    // The first row has the names of the columns.
    const rows = (ResultSet?.Rows ?? []).slice(isFirst ? 1 : 0);
    isFirst = false;
    yield rows.map(({ Data = [] }) =>
      Object.fromEntries(names.map((name, index) => [name, Data[index]?.VarCharValue ?? null])),
    );
  }
}
