import { KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { Command, InvalidArgumentError, Option } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { lentTag, type Replacement, requireState, resolveKey, waitingDays } from "../../shared/keys/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { plain, plainJson } from "../plain.ts";
import { addValue } from "../repeatable.ts";
import { runStateMachine } from "../run-state-machine.ts";
import { withStage } from "../stack.ts";
import { askReplacement, replacementIfAny } from "./ask-replacement.ts";
import { parseDuration } from "./duration.ts";
import { withKey } from "./key-argument.ts";
import { replacementInWords } from "./replacement-in-words.ts";

interface Options {
  stage: string;
  json?: boolean;
  wait?: boolean;
  quietFor?: number;
  disabledFor?: number;
  after?: number;
  bucket?: string[];
  acceptLeft?: boolean;
  ignorePolicies?: boolean;
  status?: boolean;
  pause?: boolean;
  resume?: boolean;
  undo?: boolean;
}

const only = ["status", "pause", "resume", "undo"];
const others = (name: string) => only.filter((other) => other !== name);

/** `rekey key replace KEY`: manual rotation, by the state machine replace-key. */
export const replaceCommand = withKey(withStage(new Command("replace")))
  .description(
    "Replace a key by a new one: move its aliases, re-encrypt secrets, parameters and objects, watch the old key, disable it when nobody uses it any more, and schedule its deletion.",
  )
  .option("--quiet-for <time>", "for how long nobody may have used the old key (default: 30d)", parseDuration)
  .option(
    "--disabled-for <time>",
    "how long it is watched, disabled, for refused uses (default: 7d)",
    parseDuration,
  )
  .option("--after <days>", "how long KMS waits with the deletion, 7d to 30d (default: 30d)", parseDays)
  .option("--bucket <name>", "re-encrypt the objects of this bucket too; may be repeated", addValue)
  .option("--accept-left", "let the old key go though something is left that only it decrypts")
  .option("--ignore-policies", "begin though identity policies name the old key")
  .option("--wait", "show the states until it ends")
  .addOption(new Option("--status", "show how far it is, and the report").conflicts(others("status")))
  .addOption(new Option("--pause", "end before the next piece").conflicts(others("pause")))
  .addOption(
    new Option("--resume", "go on after a pause, a decision or a failure").conflicts(others("resume")),
  )
  .addOption(new Option("--undo", "go back to the old key, until it is deleted").conflicts(others("undo")))
  .addHelpText("after", "\nExit codes: 0 done or started, 1 blocked or failed, 2 could not be done.")
  .action(async (key: string, options: Options) => {
    if (options.status) return tell(await askReplacement(options.stage, "status", key), options);
    if (options.pause) return tell(await askReplacement(options.stage, "pause", key), options);
    if (!options.resume && !options.undo) await lend(key, options.stage);
    await start(key, options);
  });

function parseDays(text: string): number {
  const days = Math.round(parseDuration(/^\d+$/.test(text) ? `${text}d` : text) / 86_400_000);
  const { least, most } = waitingDays;
  if (days < least || days > most) throw new InvalidArgumentError(`It must be from ${least}d to ${most}d.`);
  return days;
}

/**
 * Tags the old key, by which its owner lets the stack disable and delete it.
 *
 * @throws KeyStateError if it cannot be replaced as it is; it gets no tag then
 */
async function lend(name: string, stage: string): Promise<void> {
  const there = await replacementIfAny(stage, name);
  if (there && there.stage !== "done" && there.stage !== "undone") return;
  const kms = makeClient(KMSClient);
  const key = await resolveKey(kms, name);
  requireState(key, ["Enabled"], "be replaced");
  await kms.send(new TagResourceCommand({ KeyId: key.arn, Tags: [{ TagKey: lentTag, TagValue: "true" }] }));
}

async function start(key: string, options: Options): Promise<void> {
  const seconds = (milliseconds: number | undefined) =>
    milliseconds === undefined ? undefined : Math.max(1, Math.round(milliseconds / 1_000));
  const input = {
    key,
    quietForSeconds: seconds(options.quietFor),
    disabledForSeconds: seconds(options.disabledFor),
    deletionWindowDays: options.after,
    buckets: options.bucket,
    acceptLeft: options.acceptLeft,
    ignorePolicies: options.ignorePolicies,
    undo: options.undo,
  };
  const { executionArn, status, error, cause } = await runStateMachine("replace-key", input, options);
  if (status === "RUNNING") {
    return say({ executionArn, status }, options, [
      `Started: ${executionArn}`,
      `How far it is: rekey key replace ${key} --status`,
    ]);
  }
  const report = status === "SUCCEEDED" ? await askReplacement(options.stage, "status", key) : undefined;
  say({ executionArn, status, error, cause, report }, options, [
    ...(report
      ? replacementInWords(report)
      : [`It ended ${status}: ${error ?? "no error named"}`, cause ?? ""]),
  ]);
}

function tell(replacement: Replacement, options: Options): void {
  say(replacement, options, replacementInWords(replacement));
  if (replacement.blocked !== undefined) process.exitCode = exitCodes.failed;
}

function say(result: object, { json }: Options, lines: readonly string[]): void {
  process.stdout.write(json ? `${plainJson(result)}\n` : `${lines.map(plain).join("\n")}\n`);
}
