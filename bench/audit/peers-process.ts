import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import * as z from "zod";
import { measure, type Way } from "./measure.ts";

/** What is needed of a record to answer by hand. */
interface PlainRecord {
  eventSource: string;
  eventName: string;
  resources?: { ARN?: string }[];
  userIdentity: { arn?: string; sessionContext?: { sessionIssuer?: { arn?: string } } };
}

const keyUses = new Set([
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncrypt",
]);

/** In one go, with the room that the file says it takes: several times as fast as without. */
function unpacked(file: string): Buffer {
  const packed = readFileSync(file);
  return gunzipSync(packed, { chunkSize: packed.readUInt32LE(packed.length - 4) + 1 });
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

const gunzip: Way = async (folder) => {
  for (const file of await filesIn(folder)) unpacked(file);
  return undefined;
};

const parse: Way = async (folder, key) => {
  const byPrincipal = new Map<string, number>();
  for (const file of await filesIn(folder)) {
    const log: { Records: PlainRecord[] } = JSON.parse(unpacked(file).toString());
    for (const { eventSource, eventName, resources, userIdentity } of log.Records) {
      if (eventSource !== "kms.amazonaws.com" || !keyUses.has(eventName)) continue;
      if (!resources?.some(({ ARN }) => ARN === key)) continue;
      const principal = userIdentity.sessionContext?.sessionIssuer?.arn ?? userIdentity.arn ?? "";
      byPrincipal.set(principal, (byPrincipal.get(principal) ?? 0) + 1);
    }
  }
  return [...byPrincipal.values()].reduce((sum, count) => sum + count, 0);
};

/** The types of what is asked for, and of nothing else: DuckDB need not find them out, nor make the rest. */
const types = `{Records: 'STRUCT(
  eventTime VARCHAR, eventSource VARCHAR, eventName VARCHAR, sourceIPAddress VARCHAR, errorCode VARCHAR,
  requestParameters JSON, resources STRUCT(ARN VARCHAR)[],
  userIdentity STRUCT(arn VARCHAR, invokedBy VARCHAR, sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR)))
)[]'}`;

/** The question as somebody would write it by hand. */
function sqlOver(logs: string): string {
  return `
    SELECT coalesce(r.userIdentity.sessionContext.sessionIssuer.arn, r.userIdentity.arn) AS principal,
      count(*)::INT AS uses, min(r.eventTime) AS first, max(r.eventTime) AS last,
      list(DISTINCT r.sourceIPAddress) AS addresses, list(DISTINCT r.userIdentity.arn) AS sessions
    FROM (SELECT unnest(Records) AS r FROM ${logs})
    WHERE r.eventSource = 'kms.amazonaws.com'
      AND r.eventName IN ('Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncrypt')
      AND list_contains(list_transform(r.resources, lambda resource: resource.ARN), $key)
    GROUP BY principal`;
}

async function duckDb(sql: string, values: Record<string, string>): Promise<number> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql, values);
  const rows = z.array(z.object({ uses: z.number() })).parse(reader.getRowObjectsJson());
  return rows.reduce((sum, { uses }) => sum + uses, 0);
}

const glob = (folder: string) => path.join(folder, "**", "*.json.gz");

/** The question as others would answer it. */
await measure(
  {
    gunzip,
    "gunzip + JSON.parse": parse,
    DuckDB: (folder, key) => duckDb(sqlOver("read_json($files)"), { key, files: glob(folder) }),
    "DuckDB, types given": (folder, key) =>
      duckDb(sqlOver(`read_json($files, columns = ${types})`), { key, files: glob(folder) }),
  },
  async () => {
    if (process.argv[2]?.startsWith("DuckDB")) await import("@duckdb/node-api");
  },
);
