import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { fileJournal, type Period } from "../../shared/audit/index.ts";

/** How long an interrupted run can be continued. */
const keptMs = 24 * 60 * 60_000;

const begunSchema = z.object({ from: z.coerce.date(), to: z.coerce.date(), begun: z.coerce.date() });

/** What tells one caller from the other; it stands in the file's name, hashed. */
const callerVariables = [
  "AWS_PROFILE",
  "AWS_ACCESS_KEY_ID",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_ENDPOINT_URL",
];

/** Finds what an interrupted run of the same command line left, in the user's cache folder, or begins anew. */
export async function resumable(
  args: readonly string[],
  period: Period,
  { now, fresh }: { now: Date; fresh: boolean },
) {
  const words = args.filter((word) => word !== "--fresh");
  const who = callerVariables.map((name) => process.env[name] ?? "");
  const name = createHash("sha256")
    .update(JSON.stringify([words, who]))
    .digest("hex")
    .slice(0, 32);
  const folder = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "rekey", "audit");
  const begunFile = path.join(folder, `${name}.json`);
  const journal = fileJournal(path.join(folder, `${name}.jsonl`));
  const discard = async () => {
    await journal.discard();
    await rm(begunFile, { force: true });
  };

  const begun = fresh ? undefined : await readBegun(begunFile);
  if (begun && now.getTime() - begun.begun.getTime() < keptMs) {
    return {
      journal: { ...journal, discard },
      period: { from: begun.from, to: begun.to },
      isContinued: true,
    };
  }
  await discard();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(begunFile, JSON.stringify({ ...period, begun: now }), { mode: 0o600 });
  return { journal: { ...journal, discard }, period, isContinued: false };
}

async function readBegun(file: string) {
  try {
    return begunSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}
