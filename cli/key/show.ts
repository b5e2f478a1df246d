import { Command } from "commander";
import { subDays } from "date-fns";
import { ask, type WhoUsed, whoUsed } from "../../shared/audit/index.ts";
import { dependentClients, type Key, reportOn, resolveKey } from "../../shared/keys/index.ts";
import { plain, plainJson } from "../plain.ts";
import { parseTime } from "../time.ts";
import { askTrail } from "./ask-trail.ts";
import { withKey } from "./key-argument.ts";
import { reportInWords, type TrailUses } from "./report-in-words.ts";

interface Options {
  since?: Date;
  source: string;
  trail: boolean;
  json?: boolean;
}

/** How far back the trail is asked, unless it is told. */
const usualDays = 7;

/** `rekey key show KEY`: a key from all sides. */
export const showCommand = withKey(new Command("show"))
  .description(
    "Show a key: state, rotation, policy in words, grants, who used it last, and what depends on it.",
  )
  .option("--since <time>", `uses since then, such as 30d (default: ${usualDays}d)`, parseTime)
  .option(
    "--source <source>",
    "the trail: lookup, log files (a path, or s3://bucket/prefix), or the folder of a copy",
    "lookup",
  )
  .option("--no-trail", "do not ask the trail for uses")
  .action(async (name: string, options: Options) => {
    const now = new Date();
    const clients = await dependentClients();
    const key = await resolveKey(clients.kms, name);
    const [report, uses] = await Promise.all([
      reportOn(clients, key, now),
      options.trail ? trailUses(key, options, now) : undefined,
    ]);
    process.stdout.write(
      options.json
        ? `${plainJson({ ...report.facts, ...report, facts: undefined, trail: uses })}\n`
        : `${reportInWords(key.name, report, uses).map(plain).join("\n")}\n`,
    );
  });

async function trailUses({ id, arn }: Key, { since, source }: Options, now: Date): Promise<TrailUses> {
  const from = since ?? subDays(now, usualDays);
  const { answer: answered, notes } = await askTrail(source, { from, now }, (engine, onProgress) =>
    ask<WhoUsed>(engine, whoUsed({ kind: "key", id, arn }), { from, to: now }, { onProgress }),
  );
  const newest = answered.answer.uses.toSorted((one, other) => (one.last < other.last ? 1 : -1));
  return {
    since: from.toISOString(),
    uses: newest,
    notes: [...notes, ...answered.notes, ...answered.problems.map(({ message }) => message)],
  };
}
