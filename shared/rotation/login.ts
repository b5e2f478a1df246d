import { callBudget, type RotationContext } from "./context.ts";
import type { Credential } from "./credential.ts";
import type { Engine } from "./engine.ts";
import { AuthenticationError } from "./errors.ts";

/** Whether a credential is accepted; any other failure than a refusal is thrown. */
export async function logsIn(
  context: RotationContext,
  engine: Engine,
  credential: Credential,
): Promise<boolean> {
  return unlessRefused(engine.logIn(credential, callBudget(context)));
}

/** The same, once no earlier process of ours can change the answer any more. */
export async function logsInForGood(
  context: RotationContext,
  engine: Engine,
  credential: Credential,
): Promise<boolean> {
  return (
    (await unlessRefused(engine.logInAlone(credential, callBudget(context)))) &&
    (await logsIn(context, engine, credential))
  );
}

/** Sets a password as a user; false if that user's login is refused, any other failure is thrown. */
export async function trySetting(
  context: RotationContext,
  engine: Engine,
  as: Credential,
  password: string,
): Promise<boolean> {
  return unlessRefused(engine.setPassword(as, password, callBudget(context)));
}

async function unlessRefused(attempt: Promise<void>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof AuthenticationError) return false;
    throw error;
  }
}
