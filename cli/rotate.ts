import { SFNClient } from "@aws-sdk/client-sfn";
import { Command } from "commander";
import { makeClient } from "../shared/aws/index.ts";
import {
  type ExecutionEnd,
  findRotateSecret,
  followExecution,
  startManualRotation,
} from "../shared/rotation/index.ts";
import { exitCodes } from "./exit-codes.ts";

interface Options {
  stage: string;
  reason: string;
  wait?: boolean;
  json?: boolean;
}

/** `rekey rotate SECRET`: rotates a secret now, by the state machine that the Step Functions console would start. */
export const rotateCommand = new Command("rotate")
  .description("Rotate a secret now, by the stack's state machine rotate-secret.")
  .argument("<secret>", "name or ARN of the secret")
  .requiredOption("--reason <text>", "why it is rotated now; kept in the execution's history")
  .option("--stage <name>", "stage of the Rekey stack", "prod")
  .option("--wait", "wait until the rotation has ended, and show its states")
  .option("--json", "print one JSON document on standard output")
  .allowExcessArguments(false)
  .action(async (secretId: string, options: Options) => {
    const client = makeClient(SFNClient);
    const stateMachineArn = await findRotateSecret(client, options.stage);
    const executionArn = await startManualRotation(client, stateMachineArn, {
      secretId,
      reason: options.reason,
    });
    if (!options.wait) return print({ executionArn, status: "RUNNING" }, options);
    // Progress goes to standard error: standard output is for the result.
    const showState = (name: string) => process.stderr.write(`  ${name}\n`);
    const end = await followExecution(client, executionArn, options.json ? undefined : showState);
    print({ executionArn, ...end }, options);
    process.exitCode = end.status === "SUCCEEDED" ? exitCodes.ok : exitCodes.failed;
  });

function print(result: { executionArn: string } & ExecutionEnd, { json }: Options): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : inWords(result));
}

function inWords({ executionArn, status, error, cause }: { executionArn: string } & ExecutionEnd): string {
  if (status === "RUNNING") return `Rotation started: ${executionArn}\n`;
  if (status === "SUCCEEDED") return `Rotated: ${executionArn}\n`;
  return `The rotation ended ${status}: ${error ?? "no error named"}\n${cause ?? "No cause was given."}\n`;
}
