import { KMSClient } from "@aws-sdk/client-kms";
import { Command, Option } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { type Key, resolveKey, rotateBySchedule, rotateNow, stopRotation } from "../../shared/keys/index.ts";
import { plain, plainJson } from "../plain.ts";
import { parseDays } from "./days.ts";
import { withKey } from "./key-argument.ts";

interface Options {
  period?: number;
  off?: boolean;
  now?: boolean;
  json?: boolean;
}

/** `rekey key rotate KEY`: by schedule, no more, or now. */
export const rotateCommand = withKey(new Command("rotate"))
  .description("Have KMS rotate a key's material: by schedule, or now. What was encrypted stays readable.")
  .addOption(
    new Option("--period <days>", "days between rotations, 90 to 2560 (default: as it is, or 365)")
      .argParser(parseDays)
      .conflicts(["off", "now"]),
  )
  .addOption(new Option("--off", "rotate it by schedule no more").conflicts("now"))
  .option("--now", "rotate it once now, which KMS does 25 times in a key's life")
  .action(async (name: string, options: Options) => {
    const kms = makeClient(KMSClient);
    const key = await resolveKey(kms, name);
    const { result, words } = await rotate(kms, key, options);
    process.stdout.write(
      options.json ? `${plainJson({ key: key.arn, ...result })}\n` : `${words.map(plain).join("\n")}\n`,
    );
  });

async function rotate(
  kms: KMSClient,
  key: Key,
  { off, now, period }: Options,
): Promise<{ result: object; words: string[] }> {
  const { name } = key;
  if (now) {
    const rotated = await rotateNow(kms, key);
    const { used, of, notLookedAt } = rotated;
    const left = of - (used ?? 0);
    return {
      result: { rotation: "now", ...rotated },
      words: [
        `${name} rotates now; it takes KMS some minutes.`,
        used === undefined
          ? `KMS does so ${of} times in a key's life. How many are used it does not tell: ${notLookedAt}`
          : `That is number ${used} of ${of} in its life: ${left === 0 ? "there is none left" : `${left} are left`}.`,
      ],
    };
  }
  if (off) {
    const { changed } = await stopRotation(kms, key);
    return {
      result: { rotation: "off", changed },
      words: [
        changed ? `${name} rotates no more. On again: rekey key rotate ${name}` : `${name} did not rotate.`,
      ],
    };
  }
  const { changed, periodInDays } = await rotateBySchedule(kms, key, period);
  return {
    result: { rotation: "on", changed, periodInDays },
    words: [`${name} rotates every ${periodInDays} days${changed ? "" : ", as before"}.`],
  };
}
