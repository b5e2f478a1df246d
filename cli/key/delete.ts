import { Command, InvalidArgumentError } from "commander";
import { addMilliseconds } from "date-fns";
import {
  dependentClients,
  disableKey,
  type Evidence,
  type Key,
  type Obstacle,
  obstaclesToDeletion,
  obstaclesToDisabling,
  requireNoReplicas,
  requireState,
  resolveKey,
  scheduleDeletion,
  waitingDays,
} from "../../shared/keys/index.ts";
import { localTime } from "../audit/words.ts";
import { exitCodes } from "../exit-codes.ts";
import { plain, plainJson } from "../plain.ts";
import { confirm } from "./confirm.ts";
import { durationInWords } from "./duration.ts";
import { type EvidenceOptions, gatherEvidence, withEvidence } from "./evidence.ts";
import { lossInWords, obstaclesInWords, remarksOn } from "./in-words.ts";
import { withKey } from "./key-argument.ts";

interface Options extends EvidenceOptions {
  after: number;
  acceptUnread?: boolean;
  force?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** What a run did. */
interface Outcome {
  did: "nothing" | "disabled" | "scheduled";
  /** When KMS deletes it. */
  deletionDate?: Date | undefined;
  obstacles: Obstacle[];
}

/** `rekey key delete KEY`: a first run disables, a later one schedules the deletion. */
export const deleteCommand = withEvidence(withKey(new Command("delete")))
  .description(
    "Take a key out of use for good, in two steps: a first run disables it, and a run after the quiet time schedules its deletion. Refuses while anything depends on it or anybody used it.",
  )
  .option("--after <days>", "how long KMS waits with the deletion, 7d to 30d", parseDays, waitingDays.most)
  .option("--accept-unread", "delete although not every place could be looked at for what depends on it")
  .option("--force", "delete at once whatever depends on it, after telling what will be unreadable")
  .option("--yes", "with --force: do not ask for the key's name to be typed")
  .addHelpText("after", "\nExit codes: 0 disabled or scheduled, 1 refused, 2 could not be done.")
  .action(async (name: string, options: Options) => {
    const now = new Date();
    const clients = await dependentClients();
    const key = await resolveKey(clients.kms, name);
    if (key.state === "PendingDeletion" || key.state === "PendingReplicaDeletion") {
      return tellPending(key, options);
    }
    requireState(key, ["Enabled", "Disabled", "PendingImport"], "be deleted");
    requireNoReplicas(key);
    const evidence = await gatherEvidence(clients, key, options, now);
    const obstacles = obstaclesTo(evidence, options, now);
    if (options.force) await warn(evidence, obstacles, options);
    const outcome = await act(evidence, obstacles, options, clients.kms);
    tell(evidence, outcome, options, now);
    if (outcome.did === "nothing") process.exitCode = exitCodes.failed;
  });

function parseDays(text: string): number {
  const [, days] = /^(\d+)d?$/.exec(text) ?? [];
  const { least, most } = waitingDays;
  if (days === undefined || Number(days) < least || Number(days) > most)
    throw new InvalidArgumentError(`It must be from ${least}d to ${most}d.`);
  return Number(days);
}

function obstaclesTo(evidence: Evidence, { quietFor, acceptUnread }: Options, now: Date): Obstacle[] {
  if (evidence.key.state === "Enabled") return obstaclesToDisabling(evidence);
  const all = obstaclesToDeletion(evidence, quietFor, now);
  return acceptUnread ? all.filter(({ kind }) => kind !== "not looked at") : all;
}

async function warn(evidence: Evidence, obstacles: readonly Obstacle[], { yes }: Options): Promise<void> {
  const { key, aliases, dependents } = evidence;
  const others = obstaclesInWords(obstacles.filter(({ kind }) => kind !== "dependent"));
  const lines = [
    `${key.name} (${key.arn}) is going to be deleted, and with it for good:`,
    ...lossInWords(dependents).map((line) => `  ${line}`),
    ...(others.length > 0 ? ["Against it stands:", ...others.map((line) => `  ${line}`)] : []),
    ...remarksOn(evidence, obstacles).map((line) => `Note: ${line}`),
  ];
  process.stderr.write(`${lines.map(plain).join("\n")}\n`);
  if (!yes) await confirm(aliases[0] ?? key.id);
}

async function act(
  { key }: Evidence,
  obstacles: Obstacle[],
  { after, force }: Options,
  kms: Parameters<typeof disableKey>[0],
): Promise<Outcome> {
  if (obstacles.length > 0 && !force) return { did: "nothing", obstacles };
  const wasEnabled = key.state === "Enabled";
  if (wasEnabled) await disableKey(kms, key);
  if (wasEnabled && !force) return { did: "disabled", obstacles };
  return { did: "scheduled", deletionDate: await scheduleDeletion(kms, key, after), obstacles };
}

function tell(evidence: Evidence, outcome: Outcome, options: Options, now: Date): void {
  const { key, aliases, dependents, from, trail, lastUsage } = evidence;
  const notes = remarksOn(evidence, outcome.obstacles);
  if (options.json) {
    const { uses } = trail.answer;
    const told = { key: key.arn, aliases, ...outcome, dependents, since: from, uses, lastUsage, notes };
    process.stdout.write(`${plainJson(told)}\n`);
    return;
  }
  // With --force the notes were told before.
  const noted = options.force ? [] : notes.map((note) => `Note: ${note}`);
  const lines = [...inWords(evidence, outcome, options, now), ...noted];
  process.stdout.write(`${lines.map(plain).join("\n")}\n`);
}

function inWords({ key: { name } }: Evidence, outcome: Outcome, { quietFor }: Options, now: Date): string[] {
  const { did, deletionDate, obstacles } = outcome;
  switch (did) {
    case "nothing":
      return [
        `${name} is not deleted, and nothing was changed:`,
        ...obstaclesInWords(obstacles).map((line) => `  ${line}`),
        ...(obstacles.some(({ kind }) => kind === "not looked at")
          ? ["Where nobody can look: --accept-unread."]
          : []),
      ];
    case "disabled":
      return [
        `${name} is disabled, and not deleted yet: nothing was found that depends on it, and nobody used it for ${durationInWords(quietFor)}.`,
        `Whoever needs it now is refused, which the trail shows; rekey key enable ${name} takes it back.`,
        `Run this again after ${localTime(addMilliseconds(now, quietFor).toISOString())}: if nobody asked for it by then, its deletion is scheduled.`,
      ];
    case "scheduled":
      return [
        `${name} is to be deleted at ${localTime(deletionDate?.toISOString() ?? "")}, and of no use until then.`,
        `Until that day rekey key undelete ${name} keeps it.`,
      ];
  }
}

function tellPending(key: Key, { json }: Options): void {
  const deletionDate = key.metadata.DeletionDate;
  const when = deletionDate ? ` at ${localTime(deletionDate.toISOString())}` : " when its replicas are";
  process.stdout.write(
    json
      ? `${plainJson({ key: key.arn, did: "nothing", state: key.state, deletionDate })}\n`
      : `${plain(`${key.name} is to be deleted${when} already; nothing was changed. rekey key undelete ${key.name} keeps it.`)}\n`,
  );
}
