import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import type { Command } from "commander";
import * as z from "zod";
import { makeClient } from "../shared/aws/index.ts";
import { noToken, StackNotFoundError, type Step, type StepResult } from "../shared/rotation/index.ts";

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

/** What a function of the stack answered: what it gave, or the type and message of its error. */
export type FunctionAnswer = { given: unknown } | { errorType: string | undefined; message: string };

const failureSchema = z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() });

/**
 * Calls a function of the stack.
 *
 * @param name its name without the stack's, such as `rotate`
 * @throws StackNotFoundError if the stage has none in this account and region
 */
export async function callFunction(stage: string, name: string, event: object): Promise<FunctionAnswer> {
  const FunctionName = `rekey-${stage}-${name}`;
  try {
    const { Payload, FunctionError: failed } = await makeClient(LambdaClient).send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    const given: unknown = JSON.parse(Buffer.from(Payload ?? []).toString("utf8") || "null");
    if (!failed) return { given };
    const { errorType, errorMessage = "the function gave no message" } = failureSchema.parse(given);
    return { errorType, message: errorMessage };
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new StackNotFoundError(
      `There is no function ${FunctionName} in this account and region. Deploy the stage "${stage}" there, or name another one with --stage.`,
    );
  }
}

/**
 * Has the stack's function do a step for a secret, where the network and the permissions are the rotation's own.
 *
 * @throws FunctionError with the function's own message
 * @throws StackNotFoundError if there is no such stack
 */
export async function askRotate(stage: string, step: Step, secretId: string): Promise<StepResult> {
  const event = { Step: step, SecretId: secretId, ClientRequestToken: noToken };
  const answer = await callFunction(stage, "rotate", event);
  if ("given" in answer) return answer.given as StepResult;
  throw new FunctionError(`${answer.errorType ?? "Error"}: ${answer.message}`);
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
