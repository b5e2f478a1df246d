import { setTimeout as pause } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  paginateListStateMachines,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";

/** Milliseconds between two looks at an execution. */
const lookEveryMs = 250;

/** The account and region have no stack of this stage. */
export class StackNotFoundError extends Error {
  override name = "StackNotFoundError";
}

/** How an execution ended; `error` and `cause` say why it did not succeed. */
export interface ExecutionEnd {
  status: string;
  error?: string | undefined;
  cause?: string | undefined;
  /** What it put out, JSON. */
  output?: string | undefined;
}

/** The input of the state machine rotate-secret. */
export interface ManualRotationInput {
  secretId: string;
  reason: string;
  /** Returns to AWSPREVIOUS instead of making a new version. */
  rollback?: boolean;
}

/**
 * Finds a state machine of a stage.
 *
 * @param name its name without the stack's, such as `rotate-secret`
 * @returns its ARN
 * @throws StackNotFoundError if there is none in the client's account and region
 */
export async function findStateMachine(client: SFNClient, stage: string, name: string): Promise<string> {
  const fullName = `rekey-${stage}-${name}`;
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    const arn = stateMachines.find((machine) => machine.name === fullName)?.stateMachineArn;
    if (arn) return arn;
  }
  throw new StackNotFoundError(
    `There is no state machine ${fullName} in this account and region. Deploy the stage "${stage}" there, or name another one.`,
  );
}

/**
 * Starts a state machine, as the Step Functions console does.
 *
 * @returns the execution's ARN
 */
export async function startExecution(
  client: SFNClient,
  stateMachineArn: string,
  input: object,
): Promise<string> {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  if (!executionArn) throw new Error("StartExecution answered without an ARN.");
  return executionArn;
}

/**
 * Follows an execution to its end.
 *
 * @param onState called with each state's name as it is entered
 * @param signal ends the following, not the execution
 */
export async function followExecution(
  client: SFNClient,
  executionArn: string,
  onState: (name: string) => void = () => {},
  signal?: AbortSignal,
): Promise<ExecutionEnd> {
  let seen = 0;
  for (;;) {
    const { status, error, cause, output } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    const { events = [] } = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, includeExecutionData: false }),
    );
    for (const { stateEnteredEventDetails } of events.slice(seen)) {
      if (stateEnteredEventDetails?.name) onState(stateEnteredEventDetails.name);
    }
    seen = events.length;
    if (status && status !== "RUNNING") return { status, error, cause, output };
    await pause(lookEveryMs, undefined, signal ? { signal } : {});
  }
}
