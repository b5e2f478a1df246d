import { type CloudTrailRecord, cloudTrailRecordSchema } from "../../trail/index.ts";
import type { AuditEngine } from "../engine.ts";
import { kms, secretsManager } from "../event/operations.ts";
import { eventAsJson, eventOfJson } from "./columns.ts";
import { conditionFor } from "./condition.ts";
import { openDatabase } from "./database.ts";
import { dayFolders, parquetFiles } from "./folder.ts";
import { namedEvents } from "./named-events.ts";
import { namesWanted } from "./names.ts";

/** Answers from a copy of log files: what is asked about one key or secret by its name, all else from the columns. */
export function copyEngine(folder: string): AuditEngine {
  return {
    records: { sources: [kms, secretsManager], isInOrder: true },
    events: async function* (want) {
      const names = namesWanted(want);
      if (names) {
        for (const ofDay of await dayFolders(folder, want.period)) {
          for await (const events of namedEvents(ofDay, names))
            yield { events, seen: events.length, problems: [] };
        }
        return;
      }
      const files = await parquetFiles(folder, want.period);
      if (files.length === 0) return;
      const { listValue } = await import("@duckdb/node-api");
      using database = await openDatabase(folder);
      const { sql, values } = conditionFor(want);
      const bound = Object.entries({ ...values, files }).map(
        ([name, value]) => [name, typeof value === "string" ? value : listValue(value)] as const,
      );
      // Records are wanted by who looks for what came first and what then.
      const [columns, order] = want.records ? [`${eventAsJson}, record`, "ORDER BY time"] : [eventAsJson, ""];
      const rows = await database.connection.stream(
        `SELECT ${columns} FROM read_parquet($files) WHERE ${sql} ${order}`,
        Object.fromEntries(bound),
      );
      for (;;) {
        const chunk = await rows.fetchChunk();
        if (!chunk || chunk.rowCount === 0) return;
        const events = chunk.getColumnValues(0).map((json) => eventOfJson(String(json)));
        const records = want.records && { records: chunk.getColumnValues(1).map(recordOfJson) };
        yield { events, ...records, seen: events.length, problems: [] };
      }
    },
  };
}

function recordOfJson(json: unknown): CloudTrailRecord {
  return cloudTrailRecordSchema.parse(JSON.parse(String(json)));
}
