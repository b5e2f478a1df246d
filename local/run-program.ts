import { spawn } from "node:child_process";

/** Characters of a program's output that are kept: the end, which says what went wrong. */
const keptCharacters = 8_000;

/** How a program ended. */
export interface ProgramEnd {
  code: number | null;
  /** What it printed last. */
  output: string;
}

/**
 * Runs a program to its end, also when it is interrupted: nothing of it runs on when this returns.
 *
 * @throws the signal's reason if it was interrupted; Node's error if it could not be started
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal | undefined } = {},
): Promise<ProgramEnd> {
  const { signal, ...rest } = options;
  signal?.throwIfAborted();
  const child = spawn(program, args, { ...rest, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-keptCharacters);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const kill = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", kill, { once: true });
  try {
    const { promise, resolve } = Promise.withResolvers<number | null>();
    let failure: Error | undefined;
    child.once("error", (error) => {
      failure = error;
    });
    // Comes last, after an error too.
    child.once("close", resolve);
    const code = await promise;
    signal?.throwIfAborted();
    if (failure) throw failure;
    return { code, output: output.trim() };
  } finally {
    signal?.removeEventListener("abort", kill);
  }
}
