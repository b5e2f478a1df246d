import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { makeClient } from "../../shared/aws/index.ts";
import { type Replacement, replacementSchema } from "../../shared/keys/index.ts";
import { FunctionError } from "../stack.ts";

const failureSchema = z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() });

/** The stack's function refused; `type` is the name of its error. */
class ReplacementError extends FunctionError {
  override name = "ReplacementError";
  readonly type: string | undefined;

  constructor(type: string | undefined, message: string) {
    super(message);
    this.type = type;
  }
}

/**
 * Asks the stack's function about a replacement, or has it paused.
 *
 * @throws FunctionError with the function's own message
 */
export async function askReplacement(
  stage: string,
  step: "status" | "pause",
  key: string,
): Promise<Replacement> {
  const { Payload, FunctionError: failed } = await makeClient(LambdaClient).send(
    new InvokeCommand({ FunctionName: `rekey-${stage}-replace`, Payload: JSON.stringify({ step, key }) }),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString("utf8") || "null");
  if (!failed) return replacementSchema.parse(answer);
  const { errorType, errorMessage = "the function gave no message" } = failureSchema.parse(answer);
  throw new ReplacementError(errorType, errorMessage);
}

/** The same; undefined where the key is not being replaced. */
export async function replacementIfAny(stage: string, key: string): Promise<Replacement | undefined> {
  try {
    return await askReplacement(stage, "status", key);
  } catch (error) {
    if (error instanceof ReplacementError && error.type === "UnknownReplacementError") return undefined;
    throw error;
  }
}
