import { SFNClient } from "@aws-sdk/client-sfn";
import { makeClient } from "../shared/aws/index.ts";
import {
  type ExecutionEnd,
  findStateMachine,
  followExecution,
  type ManualRotationInput,
  startExecution,
} from "../shared/rotation/index.ts";
import { exitCodes } from "./exit-codes.ts";

/** How a command that starts a state machine was called. */
export interface RunOptions {
  stage: string;
  wait?: boolean;
  json?: boolean;
}

/** Runs the state machine rotate-secret for one secret, and tells how it ended. */
export async function runRotateSecret(input: ManualRotationInput, options: RunOptions): Promise<void> {
  await runStateMachine("rotate-secret", input, options);
}

/** Runs a state machine of the stack; sets the exit code by how it ended. */
export async function runStateMachine(name: string, input: object, options: RunOptions): Promise<void> {
  const client = makeClient(SFNClient);
  const executionArn = await startExecution(
    client,
    await findStateMachine(client, options.stage, name),
    input,
  );
  if (!options.wait) return print({ executionArn, status: "RUNNING" }, options);
  // Progress goes to standard error: standard output is for the result.
  const showState = (state: string) => process.stderr.write(`  ${state}\n`);
  const end = await followExecution(client, executionArn, options.json ? undefined : showState);
  print({ executionArn, ...end }, options);
  process.exitCode = end.status === "SUCCEEDED" ? exitCodes.ok : exitCodes.failed;
}

function print(result: { executionArn: string } & ExecutionEnd, { json }: RunOptions): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : inWords(result));
}

function inWords({
  executionArn,
  status,
  error,
  cause,
  output,
}: { executionArn: string } & ExecutionEnd): string {
  if (status === "RUNNING") return `Started: ${executionArn}\n`;
  if (status === "SUCCEEDED") return `Rotated: ${executionArn}\n${summaryOf(output)}`;
  return `The rotation ended ${status}: ${error ?? "no error named"}\n${cause ?? "No cause was given."}\n`;
}

/** A fleet's execution ends with a summary; that of one secret has none. */
function summaryOf(output: string | undefined): string {
  const { summary } = JSON.parse(output ?? "{}") as { summary?: unknown };
  return typeof summary === "string" ? `${summary}\n` : "";
}
