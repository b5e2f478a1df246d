import { randomUUID } from "node:crypto";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { CloudTrailRecord } from "../../trail/index.ts";
import type { AuditEvent } from "../event/event.ts";
import { jsonOf, selectOfRows } from "./columns.ts";
import { namedEventsIn } from "./named-events.ts";
import { namesOf } from "./names.ts";

/** How much is held in memory until it is written: rows, and characters of them. */
const most = { rows: 4_096, characters: 8 * 1_024 * 1_024 };

/** A row to be. */
interface Row {
  names: string[];
  /** What rows are sorted by, so that those of a key or secret lie together. */
  place: string;
  event: string;
  record: string;
}

/**
 * Collects events and writes them by days: as Parquet files, and by the names of what they are about. They are sorted here and not by
 * DuckDB, which takes several times the memory for it.
 *
 * @param folderOf the folder of a day such as `2026-03-01`
 */
export function rowsFor(connection: DuckDBConnection, folderOf: (day: string) => Promise<string>) {
  const named = new Map<string, ReturnType<typeof namedEventsIn>>();
  let days = new Map<string, Row[]>();
  let [rows, characters] = [0, 0];

  const write = async () => {
    for (const [day, ofDay] of days) {
      // A table that is emptied keeps its memory, a table that is replaced does not.
      await connection.run("CREATE OR REPLACE TABLE rows (event VARCHAR, record VARCHAR)");
      const appender = await connection.createAppender("rows");
      for (const { event, record } of ofDay.sort(byPlace)) {
        appender.appendVarchar(event);
        appender.appendVarchar(record);
        appender.endRow();
      }
      appender.closeSync();
      const folder = await folderOf(day);
      const file = path.join(folder, `${randomUUID()}.parquet`);
      await connection.run(`COPY (${selectOfRows}) TO $file (FORMAT parquet, COMPRESSION zstd)`, { file });
      const byName = named.get(day) ?? namedEventsIn(folder);
      named.set(day, byName);
      await byName.append(ofDay);
    }
    days = new Map();
    [rows, characters] = [0, 0];
  };

  return {
    add: async (event: AuditEvent, whole: CloudTrailRecord): Promise<void> => {
      const place = `${event.secret ?? event.keys[0] ?? ""} ${event.time}`;
      const row = {
        names: namesOf(event),
        place,
        event: jsonOf(event, whole.userAgent),
        record: JSON.stringify(whole),
      };
      const day = new Date(event.time).toISOString().slice(0, 10);
      const ofDay = days.get(day);
      if (ofDay) ofDay.push(row);
      else days.set(day, [row]);
      rows += 1;
      characters += row.event.length + row.record.length;
      if (rows >= most.rows || characters >= most.characters) await write();
    },
    /** To be called when all are added. */
    end: async (): Promise<void> => {
      await write();
      for (const { end } of named.values()) await end();
    },
  };
}

function byPlace(one: Row, other: Row): number {
  return one.place < other.place ? -1 : one.place > other.place ? 1 : 0;
}
