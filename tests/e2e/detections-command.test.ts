import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { builtRekey } from "../built-rekey.ts";

const execute = promisify(execFile);

const rekey = (...args: string[]) => execute(process.execPath, [builtRekey, "detections", ...args]);

describe("rekey detections", () => {
  it("lists the detections, shows one, and plays its examples, without AWS", async () => {
    const { stdout: list } = await rekey("list", "--json");
    expect(JSON.parse(list)).toContainEqual(
      expect.objectContaining({ id: "trail-stopped", technique: "T1562.008" }),
    );
    expect((await rekey("show", "trail-stopped")).stdout).toContain("aws cloudtrail start-logging");
    expect((await rekey("test", "trail-stopped")).stdout).toContain("0 failed");
  });

  it("ends with 2 for a detection that there is not", async () => {
    await expect(rekey("show", "no-such-detection")).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("There is no detection no-such-detection"),
    });
  });
});
