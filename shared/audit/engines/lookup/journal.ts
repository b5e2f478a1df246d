import { createReadStream } from "node:fs";
import { appendFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { AuditEvent } from "../../event/event.ts";

/** A page of a lookup that was answered. */
export interface SavedPage {
  lookup: string;
  events: AuditEvent[];
  /** Where they were wanted. */
  records?: CloudTrailRecord[];
  seen: number;
  /** The time of the oldest event, in milliseconds since 1970: later ones are all seen. */
  reachedMs?: number | undefined;
  isLast: boolean;
}

/** Keeps what was looked up, so that a run that is interrupted goes on where it ended. */
export interface LookupJournal {
  pages(lookup: string): AsyncIterable<SavedPage>;
  save(page: SavedPage): Promise<void>;
  /** The question is answered: nothing need be kept. */
  discard(): Promise<void>;
}

/** Keeps pages in a file that its owner alone may read, one a line. A line that was not written to its end is left out. */
export function fileJournal(file: string): LookupJournal {
  return {
    pages: async function* (lookup) {
      // Pages of other lookups are many and large: they are told by how they begin, and not parsed.
      const beginning = `{"lookup":${JSON.stringify(lookup)},`;
      for await (const page of linesOf(file, beginning)) {
        if (isPage(page) && page.lookup === lookup) yield page;
      }
    },
    save: async ({ lookup, ...page }) => {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      // The newline comes first: it ends a line that an interrupted run left open.
      await appendFile(file, `\n${JSON.stringify({ lookup, ...page })}`, { mode: 0o600 });
    },
    discard: () => rm(file, { force: true }),
  };
}

/** Keeps nothing. */
export const noJournal: LookupJournal = {
  pages: async function* () {},
  save: async () => {},
  discard: async () => {},
};

async function* linesOf(file: string, beginning: string): AsyncGenerator<unknown> {
  const lines = createInterface({
    input: createReadStream(file, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  try {
    for await (const line of lines) {
      if (!line.startsWith(beginning)) continue;
      try {
        yield JSON.parse(line);
      } catch {}
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}

function isPage(value: unknown): value is SavedPage {
  return (
    typeof value === "object" &&
    value !== null &&
    "lookup" in value &&
    "events" in value &&
    Array.isArray(value.events)
  );
}
