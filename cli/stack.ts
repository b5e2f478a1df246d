import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Command } from "commander";
import * as z from "zod";
import { makeClient } from "../shared/aws/index.ts";
import { noToken, type Step, type StepResult } from "../shared/rotation/index.ts";

/** The option that names the stack; the same for every command. */
export function withStage(command: Command): Command {
  return command.option("--stage <name>", "stage of the Rekey stack", "prod");
}

/** The option for programs; the same for every command. */
export function withJson(command: Command): Command {
  return command.option("--json", "print one JSON document on standard output");
}

/** The function failed; the message is the function's own. */
export class FunctionError extends Error {
  override name = "FunctionError";
}

const failureSchema = z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() });

/**
 * Has the stack's function do a step for a secret, where the network and the permissions are the rotation's own.
 *
 * @throws FunctionError with the function's own message
 */
export async function askRotate(stage: string, step: Step, secretId: string): Promise<StepResult> {
  const { Payload, FunctionError: failed } = await makeClient(LambdaClient).send(
    new InvokeCommand({
      FunctionName: `rekey-${stage}-rotate`,
      Payload: JSON.stringify({ Step: step, SecretId: secretId, ClientRequestToken: noToken }),
    }),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString("utf8") || "null");
  if (!failed) return answer as StepResult;
  const { errorType, errorMessage } = failureSchema.parse(answer);
  throw new FunctionError(`${errorType ?? "Error"}: ${errorMessage ?? "the function gave no message"}`);
}
