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

/**
 * Starts the command line in an account of the local AWS.
 *
 * @param account 12 digits, or `test` for the usual one
 */
export function startRekey(
  args: readonly string[],
  cwd: string,
  account = "test",
): ChildProcessWithoutNullStreams {
  const program = spawn(process.execPath, [builtRekey, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: inject("integration").endpoint,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: account,
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
  { cwd, input = "", account }: { cwd: string; input?: string | Uint8Array; account?: string },
): Promise<Ended> {
  const program = startRekey(args, cwd, account);
  program.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => program.on("close", resolve));
  const [stdout, stderr, code] = await Promise.all([buffer(program.stdout), text(program.stderr), closed]);
  return { code, stdout, stderr };
}
