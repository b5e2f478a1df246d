import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
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

/** The ARN of the stack's rotation function. */
export async function rotateFunctionArn(stage: string): Promise<string> {
  const { FunctionArn = "" } = await makeClient(LambdaClient).send(
    new GetFunctionConfigurationCommand({ FunctionName: `rekey-${stage}-rotate` }),
  );
  return FunctionArn;
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

/** Whether a secret would rotate now, and what was looked at. */
export type Readiness = NonNullable<StepResult["readiness"]>;

/**
 * Asks the stack's function whether a secret would rotate now.
 *
 * @throws FunctionError if the function fails, or does not know the question
 */
export async function askReadiness(stage: string, secretId: string): Promise<Readiness> {
  const { readiness } = await askRotate(stage, "checkReadiness", secretId);
  if (readiness) return readiness;
  throw new FunctionError("The function gave no answer. Deploy this version of Rekey.");
}
