import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { virtualEnvironment } from "../../../local/python/index.ts";

const run = promisify(execFile);

/** What cfn-lint has to say; nothing is good. */
export async function lint(template: string, ignored: string[]): Promise<string> {
  const programs = await virtualEnvironment({
    name: "cfn-lint",
    title: "cfn-lint",
    requirements: fileURLToPath(new URL("./cfn-lint.lock", import.meta.url)),
  });
  // W3005: the deployment tool writes DependsOn where a reference says the same.
  const args = ["--ignore-checks", "W3005", ...ignored, "--regions", "us-east-1", "--", template];
  const { stdout } = await run(path.join(programs, "cfn-lint"), args).catch(
    (error: { stdout: string }) => error,
  );
  return stdout.trim();
}
