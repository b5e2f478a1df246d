import { appendFile, open, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import type { AuditEvent } from "../event/event.ts";
import { eventOfJson } from "./columns.ts";
import { groupCount, groupOf } from "./names.ts";

/**
 * Beside its Parquet files a day has its events once more, as lines of JSON in groups by what they are about: a question about one key or
 * secret reads one group and nothing else, without DuckDB. A group has pieces, each packed by itself; the index tells where in the file
 * they are.
 */
const [eventsFile, indexFile] = ["events.jsonl.gz", "events.index.json"];

/** For each group its pieces: where each begins in the file, and how long it is. */
const indexSchema = z.array(z.array(z.tuple([z.number(), z.number()])));

/** Writes the events of one day into a folder. */
export function namedEventsIn(folder: string) {
  const index: z.infer<typeof indexSchema> = Array.from({ length: groupCount }, (): [] => []);
  let size = 0;
  return {
    /** Adds a piece to the groups of events, which are given as `jsonOf` makes them. */
    append: async (events: readonly { names: readonly string[]; event: string }[]): Promise<void> => {
      const groups = new Map<number, string[]>();
      for (const { names, event } of events) {
        for (const group of new Set(names.map(groupOf))) {
          const lines = groups.get(group);
          if (lines) lines.push(event);
          else groups.set(group, [event]);
        }
      }
      const pieces: Buffer[] = [];
      for (const [group, lines] of groups) {
        const piece = gzipSync(`${lines.join("\n")}\n`);
        index[group]?.push([size, piece.length]);
        size += piece.length;
        pieces.push(piece);
      }
      await appendFile(path.join(folder, eventsFile), Buffer.concat(pieces));
    },
    /** To be called when all are written. */
    end: () => writeFile(path.join(folder, indexFile), JSON.stringify(index)),
  };
}

/** Reads the events of a day that have one of some names, and perhaps a few more, piece by piece. */
export async function* namedEvents(folder: string, names: readonly string[]): AsyncGenerator<AuditEvent[]> {
  const index = indexSchema.parse(JSON.parse(await readFile(path.join(folder, indexFile), "utf8")));
  const pieces = [...new Set(names.map(groupOf))].flatMap((group) => index[group] ?? []);
  if (pieces.length === 0) return;
  const asWritten = names.map((name) => JSON.stringify(name).slice(1, -1));
  await using file = await open(path.join(folder, eventsFile));
  for (const [position, length] of pieces) {
    const { buffer } = await file.read({ buffer: Buffer.allocUnsafe(length), position, length });
    const lines = gunzipSync(buffer).toString().split("\n");
    yield lines.filter((line) => asWritten.some((name) => line.includes(name))).map(eventOfJson);
  }
}
