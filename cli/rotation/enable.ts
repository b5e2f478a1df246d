import { RotateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Command, InvalidArgumentError, Option } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { askReadiness, rotateFunctionArn, withJson, withStage } from "../stack.ts";
import { readinessInWords } from "./readiness.ts";

interface Options {
  stage: string;
  every?: number;
  schedule?: string;
  window?: string;
  json?: boolean;
}

/** `rekey rotation enable SECRET`: puts it under rotation by this stack, without rotating it yet. */
export const enableCommand = withJson(withStage(new Command("enable")))
  .description("Put a secret under rotation by this stack; it is tested now and rotated at its time.")
  .argument("<secret>", "name or ARN of the secret")
  .addOption(
    new Option("--every <days>", "such as 30d; 1 to 1000 days").argParser(parseDays).conflicts("schedule"),
  )
  .option("--schedule <expression>", "cron(…) or rate(…), in UTC")
  .option("--window <hours>", "such as 2h: how long after its time a rotation may begin", parseWindow)
  .action(async (secretId: string, options: Options, command: Command) => {
    const { every, schedule, window, stage, json } = options;
    if (every === undefined && schedule === undefined) {
      command.error("Say how often: --every 30d, or --schedule 'cron(0 2 1 * ? *)'.", {
        exitCode: exitCodes.unusable,
      });
    }
    const rotationLambdaArn = await rotateFunctionArn(stage);
    await makeClient(SecretsManagerClient).send(
      new RotateSecretCommand({
        SecretId: secretId,
        RotationLambdaARN: rotationLambdaArn,
        RotationRules: { AutomaticallyAfterDays: every, ScheduleExpression: schedule, Duration: window },
        // Only testSecret runs now, so that an application has time to get ready.
        RotateImmediately: false,
      }),
    );
    const readiness = await askReadiness(stage, secretId);
    process.stdout.write(
      json
        ? `${JSON.stringify({ secretId, rotationLambdaArn, readiness })}\n`
        : `${secretId} is under rotation by ${rotationLambdaArn}.\n${readinessInWords(secretId, readiness)}`,
    );
    if (!readiness.ready) process.exitCode = exitCodes.failed;
  });

function parseDays(text: string): number {
  const days = Number(/^(\d+)d?$/.exec(text)?.[1]);
  if (!(days >= 1 && days <= 1_000)) throw new InvalidArgumentError("It must be 1d to 1000d.");
  return days;
}

function parseWindow(text: string): string {
  if (!/^\d{1,2}h$/.test(text)) throw new InvalidArgumentError("It must be hours, such as 2h.");
  return text;
}
