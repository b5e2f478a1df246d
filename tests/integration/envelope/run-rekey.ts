import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { buffer, text } from "node:stream/consumers";
import { inject } from "vitest";
import { builtRekey } from "../../built-rekey.ts";

/** What a program ended with. */
export interface Ended {
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

/** Starts the command line in the local AWS's account. */
export function startRekey(args: readonly string[], cwd: string): ChildProcessWithoutNullStreams {
  const program = spawn(process.execPath, [builtRekey, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: inject("integration").endpoint,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
  });
  // A program that refuses its arguments reads nothing.
  program.stdin.on("error", () => {});
  return program;
}

/** Runs the command line to its end. */
export async function rekey(
  args: readonly string[],
  { cwd, input = "" }: { cwd: string; input?: string | Uint8Array },
): Promise<Ended> {
  const program = startRekey(args, cwd);
  program.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => program.on("close", resolve));
  const [stdout, stderr, code] = await Promise.all([buffer(program.stdout), text(program.stderr), closed]);
  return { code, stdout, stderr };
}
