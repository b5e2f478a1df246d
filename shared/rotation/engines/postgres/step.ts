import pg, { type Client } from "pg";
import { EngineError } from "../../errors.ts";
import { lockError } from "./errors.ts";

/** One statement on the way from how two users are to how they should be. */
export interface Step {
  /** In which way the users differ as long as it is not done, in words; absent if it only serves another step. */
  difference?: string;
  sql: string;
  /** What there has to be, or be run by somebody who may do more, where the superuser may not do this. */
  needs: string;
}

/**
 * Does the steps one after the other.
 *
 * @param superuser the name of whom the client is logged in as
 * @throws EngineError that names the step and what is missing; never with the server's text, which may quote more
 */
export async function take(client: Client, steps: readonly Step[], superuser: string): Promise<void> {
  for (const step of steps) {
    try {
      await client.query(step.sql);
    } catch (error) {
      throw stepError(error, step, superuser);
    }
  }
}

function stepError(error: unknown, { difference, needs }: Step, superuser: string): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const what = difference ? `change that ${difference}` : "make the users alike";
  const state = `(SQLSTATE ${error.code ?? ""})`;
  if (error.code === "42501") {
    return new EngineError(
      "privilege",
      `"${superuser}" may not ${what} ${state}. What is needed: ${needs}; then rotate again.`,
    );
  }
  return (
    lockError(error) ??
    new EngineError(
      "statement",
      `The server did not ${what} ${state}. Do it by hand, or look into the server's log, then rotate again.`,
    )
  );
}
