import type { AuditEngine } from "../engine.ts";
import { eventAsJson, eventOfJson } from "./columns.ts";
import { conditionFor } from "./condition.ts";
import { openDatabase } from "./database.ts";
import { parquetFiles } from "./folder.ts";

/** Answers from a columnar copy of log files. */
export function copyEngine(folder: string): AuditEngine {
  return {
    events: async function* (want) {
      const files = await parquetFiles(folder, want.period);
      if (files.length === 0) return;
      const { listValue } = await import("@duckdb/node-api");
      using database = await openDatabase(folder);
      const { sql, values } = conditionFor(want);
      const bound = Object.entries({ ...values, files }).map(
        ([name, value]) => [name, typeof value === "string" ? value : listValue(value)] as const,
      );
      const rows = await database.connection.stream(
        `SELECT ${eventAsJson} FROM read_parquet($files) WHERE ${sql}`,
        Object.fromEntries(bound),
      );
      for (;;) {
        const chunk = await rows.fetchChunk();
        if (!chunk || chunk.rowCount === 0) return;
        const events = chunk.getColumnValues(0).map(eventOfJson);
        yield { events, seen: events.length, problems: [] };
      }
    },
  };
}
