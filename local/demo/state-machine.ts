import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { ClientSettings } from "../client-settings.ts";
import { waitFor } from "../wait-for.ts";

/** How an execution ended. */
export interface ExecutionEnd {
  status: string;
  error?: string | undefined;
  cause?: string | undefined;
  output?: string | undefined;
}

/**
 * Starts a state machine as the Step Functions console does and follows it to its end.
 *
 * @param onState called with each state's name as it is entered
 */
export async function runStateMachine(
  settings: ClientSettings,
  stateMachineArn: string,
  input: object,
  onState: (name: string) => void = () => {},
): Promise<ExecutionEnd> {
  const stepFunctions = new SFNClient(settings);
  const { executionArn } = await stepFunctions.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  let seen = 0;
  const showNewStates = async () => {
    const { events = [] } = await stepFunctions.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, includeExecutionData: false }),
    );
    for (const name of events.slice(seen).flatMap(enteredState)) onState(name);
    seen = events.length;
  };
  return waitFor(
    async () => {
      const { status, error, cause, output } = await stepFunctions.send(
        new DescribeExecutionCommand({ executionArn }),
      );
      await showNewStates();
      return status && status !== "RUNNING" ? { status, error, cause, output } : undefined;
    },
    { what: "the state machine to end", seconds: 120 },
  );
}

function enteredState(event: HistoryEvent): string[] {
  const name = event.stateEnteredEventDetails?.name;
  return name ? [name] : [];
}
