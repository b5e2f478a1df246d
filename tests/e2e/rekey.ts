import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { builtRekey } from "../built-rekey.ts";
import { stack } from "./deployed.ts";

const execute = promisify(execFile);

/** Runs the command line against the deployed stack, as the account's root. */
export async function rekey(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: stack.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  return execute(process.execPath, [builtRekey, ...args], { env }).then(
    (output) => ({ code: 0, ...output }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}
