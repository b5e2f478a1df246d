import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { checkout } from "../../local/checkout.ts";
import { logsIn } from "../../local/demo/database.ts";
import { currentSecret } from "../../local/demo/secret.ts";
import { secretsManager, secretUnderRotation, stack } from "./deployed.ts";

const execute = promisify(execFile);

describe("rekey rotate", () => {
  it("rotates a secret, shows the states as they pass, and ends with 0", async () => {
    const { name, credentials } = await secretUnderRotation();
    const { code, stdout, stderr } = await rekey(
      "rotate",
      name,
      "--stage",
      stack.stage,
      "--reason",
      "test",
      "--wait",
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Rotated: arn:aws:states:/) });
    expect(stderr.split("\n").map((line) => line.trim())).toContain("TestSecret");
    expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
    expect(await logsIn(credentials)).toBe(false);
  });

  it("prints one JSON document with --json", async () => {
    const { name } = await secretUnderRotation();
    const { stdout } = await rekey(
      "rotate",
      name,
      "--stage",
      stack.stage,
      "--reason",
      "test",
      "--wait",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({
      status: "SUCCEEDED",
      executionArn: expect.stringMatching(/^arn:/),
    });
  });

  it("ends with 1 and the cause when the rotation is refused or fails", async () => {
    const { name } = await secretUnderRotation((secret) => ({ ...secret, engine: "dbase" }));
    const { code, stdout } = await rekey(
      "rotate",
      name,
      "--stage",
      stack.stage,
      "--reason",
      "test",
      "--wait",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("UnsupportedEngineError");
    expect(stdout).toContain("Nothing was changed.");
  });

  it.each([
    ["no reason is given", ["rotate", "x", "--stage", stack.stage], "--reason"],
    [
      "there is no such stage",
      ["rotate", "x", "--stage", "nowhere", "--reason", "test"],
      "rekey-nowhere-rotate-secret",
    ],
    ["an option is not known", ["rotate", "x", "--reason", "test", "--fast"], "--fast"],
  ])("ends with 2 and says why when %s", async (_, args, words) => {
    const { code, stdout, stderr } = await rekey(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(words);
  });
});

async function rekey(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: stack.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  return execute(process.execPath, [path.join(checkout, "cli/rekey.ts"), ...args], { env }).then(
    (output) => ({ code: 0, ...output }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}
