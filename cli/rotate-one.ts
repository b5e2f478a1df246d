import type { ManualRotationInput } from "../shared/rotation/index.ts";
import { type Execution, type RunOptions, runStateMachine } from "./run-state-machine.ts";

/** Runs the state machine rotate-secret for one secret, and tells how it ended. */
export async function runRotateSecret(input: ManualRotationInput, options: RunOptions): Promise<void> {
  await runRotation("rotate-secret", input, options);
}

/** Runs a state machine that rotates, and tells how it ended. */
export async function runRotation(
  name: "rotate-secret" | "rotate-fleet",
  input: object,
  options: RunOptions,
): Promise<void> {
  const execution = await runStateMachine(name, input, options);
  process.stdout.write(options.json ? `${JSON.stringify(execution)}\n` : inWords(execution));
}

function inWords({ executionArn, status, error, cause, output }: Execution): string {
  if (status === "RUNNING") return `Started: ${executionArn}\n`;
  if (status === "SUCCEEDED") return `Rotated: ${executionArn}\n${summaryOf(output)}`;
  return `The rotation ended ${status}: ${error ?? "no error named"}\n${cause ?? "No cause was given."}\n`;
}

/** A fleet's execution ends with a summary; that of one secret has none. */
function summaryOf(output: string | undefined): string {
  const { summary } = JSON.parse(output ?? "{}") as { summary?: unknown };
  return typeof summary === "string" ? `${summary}\n` : "";
}
