import { KMSClient } from "@aws-sdk/client-kms";
import { Command } from "commander";
import { subDays } from "date-fns";
import { ask, type GrantUse, grantUse } from "../../shared/audit/index.ts";
import { makeClient } from "../../shared/aws/index.ts";
import { grantsOf, type Key, type KeyGrant, resolveKey } from "../../shared/keys/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { plain, plainJson } from "../plain.ts";
import { parseTime } from "../time.ts";
import { askTrail } from "./ask-trail.ts";
import { grantInWords } from "./grant-in-words.ts";
import { withKey } from "./key-argument.ts";

interface Options {
  since?: Date;
  source: string;
  json?: boolean;
}

/** How far back the trail is asked. */
const usualDays = 30;

/** `rekey key grants KEY`. */
export const grantsCommand = withKey(new Command("grants"))
  .description("List who was given a key by grants, who made them, and when they were last used.")
  .option("--since <time>", `how far back the trail is asked (default: ${usualDays}d)`, parseTime)
  .option(
    "--source <source>",
    "the trail: lookup, log files (a path, or s3://bucket/prefix), or a copy",
    "lookup",
  )
  .action(async (name: string, { json, since, source }: Options) => {
    const now = new Date();
    const from = since ?? subDays(now, usualDays);
    const kms = makeClient(KMSClient);
    const key = await resolveKey(kms, name);
    const grants = await grantsOf(kms, key);
    const told =
      grants.length === 0
        ? { uses: [], notes: [], isWhole: true }
        : await usesOf(key, grants, { source, from, now });
    const { uses, notes, isWhole } = told;
    if (!isWhole) process.exitCode = exitCodes.unusable;
    if (json) {
      const listed = grants.map((grant) => ({ ...grant, ...uses.find(({ id }) => id === grant.id) }));
      process.stdout.write(`${plainJson({ key: key.arn, since: from, grants: listed, notes })}\n`);
      return;
    }
    const lines = grants.flatMap((grant) => [
      ...grantInWords(
        grant,
        uses.find(({ id }) => id === grant.id),
        from.toISOString(),
        now,
      ),
    ]);
    process.stdout.write(
      lines.length > 0 ? `${lines.map(plain).join("\n")}\n` : `${plain(key.name)} has no grants.\n`,
    );
    for (const note of notes) process.stderr.write(`${plain(`Note: ${note}`)}\n`);
  });

async function usesOf(
  { id, arn }: Key,
  grants: readonly KeyGrant[],
  { source, from, now }: { source: string; from: Date; now: Date },
): Promise<{ uses: GrantUse[]; notes: string[]; isWhole: boolean }> {
  const { answer: answered, notes } = await askTrail(source, { from, now }, (engine, onProgress) =>
    ask(engine, grantUse({ kind: "key", id, arn }, grants), { from, to: now }, { onProgress }),
  );
  return {
    uses: answered.answer,
    notes: [
      ...answered.problems.map(({ message }) => `The trail could not be read to its end: ${message}`),
      ...notes,
      ...answered.notes,
      "The trail does not say what permitted a call: last used is the grantee's last call of what the grant permits, which a policy may permit too.",
    ],
    isWhole: answered.problemCount === 0,
  };
}
