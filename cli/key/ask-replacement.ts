import { type Replacement, replacementSchema } from "../../shared/keys/index.ts";
import { callFunction, FunctionError } from "../stack.ts";

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
 * @throws StackNotFoundError if there is no such stack
 */
export async function askReplacement(
  stage: string,
  step: "status" | "pause",
  key: string,
): Promise<Replacement> {
  const answer = await callFunction(stage, "replace", { step, key });
  if ("given" in answer) return replacementSchema.parse(answer.given);
  throw new ReplacementError(answer.errorType, answer.message);
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
