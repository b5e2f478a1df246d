import { SFNClient } from "@aws-sdk/client-sfn";
import { makeClient } from "../shared/aws/index.ts";
import {
  type ExecutionEnd,
  findStateMachine,
  followExecution,
  startExecution,
} from "../shared/rotation/index.ts";
import { exitCodes } from "./exit-codes.ts";

/** How a command that starts a state machine was called. */
export interface RunOptions {
  stage: string;
  wait?: boolean;
  json?: boolean;
}

/** An execution, at its end or on its way. */
export interface Execution extends ExecutionEnd {
  executionArn: string;
}

/** Starts a state machine of the stack; with `wait` follows it to its end, and sets the exit code by how it ended. */
export async function runStateMachine(
  name: string,
  input: object,
  { stage, wait, json }: RunOptions,
): Promise<Execution> {
  const client = makeClient(SFNClient);
  const machine = await findStateMachine(client, stage, name);
  const executionArn = await startExecution(client, machine, input);
  if (!wait) return { executionArn, status: "RUNNING" };
  // Progress goes to standard error: standard output is for the result.
  const showState = (state: string) => process.stderr.write(`  ${state}\n`);
  const end = await followExecution(client, executionArn, json ? undefined : showState);
  process.exitCode = end.status === "SUCCEEDED" ? exitCodes.ok : exitCodes.failed;
  return { executionArn, ...end };
}
