import { Command } from "commander";
import {
  aliasesOf,
  type DependentClients,
  dependentClients,
  dependentsOf,
  disableKey,
  type Evidence,
  type Key,
  type Obstacle,
  obstaclesToDisabling,
  requireState,
  resolveKey,
} from "../../shared/keys/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { plain, plainJson } from "../plain.ts";
import { confirm } from "./confirm.ts";
import { type EvidenceOptions, gatherEvidence, withEvidence } from "./evidence.ts";
import { lossInWords, notLookedAtInWords, obstaclesInWords, remarksOn } from "./in-words.ts";
import { withKey } from "./key-argument.ts";

interface Options extends EvidenceOptions {
  force?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** `rekey key disable KEY`. */
export const disableCommand = withEvidence(withKey(new Command("disable")))
  .description(
    "Stop all use of a key until it is enabled again; nothing is lost by it. Refuses while anything depends on it or anybody used it.",
  )
  .option("--force", "whatever depends on it, without asking the trail: for a key that must not be used now")
  .option("--yes", "with --force: do not ask for the key's name to be typed")
  .addHelpText("after", "\nExit codes: 0 disabled, 1 refused, 2 could not be done.")
  .action(async (name: string, options: Options) => {
    const clients = await dependentClients();
    const key = await resolveKey(clients.kms, name);
    requireState(key, ["Enabled", "Disabled"], "be disabled");
    if (key.state === "Disabled") return tell(key, { changed: false }, options);
    if (options.force) {
      await warn(clients, key, options);
      return tell(key, await disableKey(clients.kms, key), options);
    }
    const evidence = await gatherEvidence(clients, key, options, new Date());
    const obstacles = obstaclesToDisabling(evidence);
    if (obstacles.length > 0) return refuse(evidence, obstacles, options);
    const { changed } = await disableKey(clients.kms, key);
    tell(key, { changed, notes: remarksOn(evidence, obstacles) }, options);
  });

async function warn(clients: DependentClients, key: Key, { yes }: Options): Promise<void> {
  const aliases = await aliasesOf(clients.kms, key);
  const dependents = await dependentsOf(clients, { arn: key.arn, aliases });
  const lines = [
    `${key.name} (${key.arn}) is going to be disabled. Until it is enabled again:`,
    ...lossInWords(dependents).map((line) => `  ${line}`),
    ...notLookedAtInWords(dependents.notLookedAt).map((line) => `Note: ${line}`),
  ];
  process.stderr.write(`${lines.map(plain).join("\n")}\n`);
  if (!yes) await confirm(aliases[0] ?? key.id);
}

function refuse(evidence: Evidence, obstacles: Obstacle[], { json }: Options): void {
  const { key, dependents, trail } = evidence;
  const notes = remarksOn(evidence, obstacles);
  const { uses } = trail.answer;
  const lines = [
    `${key.name} is not disabled:`,
    ...obstaclesInWords(obstacles).map((line) => `  ${line}`),
    "If it must not be used now: --force.",
    ...notes.map((note) => `Note: ${note}`),
  ];
  process.stdout.write(
    json
      ? `${plainJson({ key: key.arn, state: key.state, changed: false, obstacles, dependents, uses, notes })}\n`
      : `${lines.map(plain).join("\n")}\n`,
  );
  process.exitCode = exitCodes.failed;
}

function tell(
  { name, arn }: Key,
  { changed, notes = [] }: { changed: boolean; notes?: string[] },
  { json }: Options,
): void {
  const lines = [
    changed
      ? `${name} is disabled: whatever it encrypted cannot be read until it is enabled again: rekey key enable ${name}`
      : `${name} was disabled already.`,
    ...notes.map((note) => `Note: ${note}`),
  ];
  process.stdout.write(
    json
      ? `${plainJson({ key: arn, state: "Disabled", changed, notes })}\n`
      : `${lines.map(plain).join("\n")}\n`,
  );
}
