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
}

/**
 * Finds the state machine rotate-secret of a stage.
 *
 * @returns its ARN
 * @throws StackNotFoundError if there is none in the client's account and region
 */
export async function findRotateSecret(client: SFNClient, stage: string): Promise<string> {
  const name = `rekey-${stage}-rotate-secret`;
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    const arn = stateMachines.find((machine) => machine.name === name)?.stateMachineArn;
    if (arn) return arn;
  }
  throw new StackNotFoundError(
    `There is no state machine ${name} in this account and region. Deploy the stage "${stage}" there, or name another one.`,
  );
}

/**
 * Starts the state machine rotate-secret, as the Step Functions console does.
 *
 * @returns the execution's ARN
 */
export async function startManualRotation(
  client: SFNClient,
  stateMachineArn: string,
  input: { secretId: string; reason: string },
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
    const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { events = [] } = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, includeExecutionData: false }),
    );
    for (const { stateEnteredEventDetails } of events.slice(seen)) {
      if (stateEnteredEventDetails?.name) onState(stateEnteredEventDetails.name);
    }
    seen = events.length;
    if (status && status !== "RUNNING") return { status, error, cause };
    await pause(lookEveryMs, undefined, signal ? { signal } : {});
  }
}
