import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";

/** It was not confirmed; nothing was changed. */
export class NotConfirmedError extends Error {
  override name = "NotConfirmedError";
}

/** A person at a terminal. */
export interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
}

/**
 * Has a person type a name, so that nobody says yes without reading.
 *
 * @param name what is to be typed
 * @throws NotConfirmedError if something else is typed, or nobody is there to type
 */
export async function confirm(
  name: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (!input.isTTY) {
    throw new NotConfirmedError(
      "Nothing was changed: nobody is there to confirm it. Run it in a terminal, or add --yes.",
    );
  }
  const lines = createInterface({ input, output });
  try {
    const typed = await lines.question(`Type ${name} to go on: `);
    if (typed.trim() === name) return;
  } finally {
    lines.close();
  }
  throw new NotConfirmedError(`Nothing was changed: that is not ${name}.`);
}
