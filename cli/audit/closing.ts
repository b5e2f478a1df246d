import { exitCodes } from "../exit-codes.ts";
import { plain } from "../plain.ts";
import { numberInWords } from "./words.ts";

/** Says something on standard error: standard output is for the result. */
export function tell(message: string): void {
  process.stderr.write(`${plain(message)}\n`);
}

/** Tells what could not be read, of which the first are given, and what may be missing though all was read. */
export function tellGaps(problems: readonly string[], problemCount: number, notes: readonly string[]): void {
  for (const problem of problems) tell(problem);
  const untold = problemCount - problems.length;
  if (untold > 0) tell(`and ${numberInWords(untold)} more problems`);
  for (const note of notes) tell(`Note: ${note}`);
}

/**
 * Ends a command that read a trail: it is over for good if all could be read, and may else be continued.
 *
 * @param what was made of it, such as `answer`
 */
export async function close(what: string, problemCount: number, done: () => Promise<void>): Promise<void> {
  if (problemCount === 0) return done();
  tell(`The ${what} is not complete: not all could be read.`);
  process.exitCode = exitCodes.unusable;
}
