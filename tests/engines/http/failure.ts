import { inspect } from "node:util";
import { expect } from "vitest";

/** The error that something fails with; it must hold none of the secrets, wherever one looks. */
export async function failureOf(attempt: Promise<unknown>, secrets: readonly string[]): Promise<Error> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("It did not fail.");
  const everything = inspect(error, { depth: 10, showHidden: true });
  for (const secret of secrets) expect(everything).not.toContain(secret);
  return error;
}
