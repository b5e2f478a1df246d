import { tmpdir } from "node:os";
import { rekey } from "../envelope/run-rekey.ts";

/** What a command ended with. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `rekey key …`, where nobody is there to type. */
export async function key(...args: string[]): Promise<Ended> {
  const { code, stdout, stderr } = await rekey(["key", ...args], { cwd: tmpdir() });
  return { code, stdout: stdout.toString("utf8"), stderr };
}
