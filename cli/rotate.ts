import { Command, InvalidArgumentError } from "commander";
import { exitCodes } from "./exit-codes.ts";
import { runRotateSecret, runRotation } from "./rotate-one.ts";
import { withJson, withStage } from "./stack.ts";
import { parseTag, type Tag } from "./tag.ts";

interface Options {
  stage: string;
  reason: string;
  tag?: Tag;
  prefix?: string;
  rotatedBefore?: string;
  concurrency: number;
  tolerate: number;
  dryRun?: boolean;
  wait?: boolean;
  json?: boolean;
}

/** `rekey rotate`: one secret now, or a fleet of them, by the state machines of the stack. */
export const rotateCommand = withJson(withStage(new Command("rotate")))
  .description("Rotate a secret now by the state machine rotate-secret, or many by rotate-fleet.")
  .argument("[secret]", "name or ARN of the secret; none with --tag or --prefix")
  .requiredOption("--reason <text>", "why it is rotated now; kept in the execution's history")
  .option("--tag <key=value>", "rotate all secrets with this tag", parseTag)
  .option("--prefix <text>", "rotate all secrets whose name begins so")
  .option(
    "--rotated-before <time>",
    "of these, only those not rotated since (ISO 8601): to go on after an interruption",
  )
  .option("--concurrency <n>", "how many rotate at the same time", parseNumber, 5)
  .option("--tolerate <percent>", "how many percent may fail before it stops", parseNumber, 0)
  .option("--dry-run", "only say which secrets would be rotated")
  .option("--wait", "wait until it has ended, and show the states")
  .action(async (secretId: string | undefined, options: Options, command: Command) => {
    const { tag, prefix, reason, dryRun, rotatedBefore } = options;
    const many = tag !== undefined || prefix !== undefined;
    if (many === (secretId !== undefined)) {
      command.error("Name one secret, or many by --tag or --prefix.", { exitCode: exitCodes.unusable });
    }
    if (secretId !== undefined) {
      if (dryRun)
        command.error("--dry-run is for --tag and --prefix; for one secret see: rekey rotation readiness.");
      return runRotateSecret({ secretId, reason }, options);
    }
    const input = {
      selection: { tag, prefix, rotatedBefore },
      reason,
      concurrency: options.concurrency,
      toleratedFailurePercentage: options.tolerate,
      dryRun: dryRun ?? false,
    };
    return runRotation("rotate-fleet", input, { ...options, wait: options.wait ?? dryRun ?? false });
  });

function parseNumber(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || text.trim() === "") throw new InvalidArgumentError("It must be a number.");
  return number;
}
