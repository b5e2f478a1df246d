import { afterEach, describe, expect, it, vi } from "vitest";
import { detectionInWords } from "../../../cli/detections/show.ts";
import { resultsInWords, testCommandFor } from "../../../cli/detections/test.ts";
import { describeDetections, examplesById } from "../../../shared/detection/index.ts";
import { settingsWith } from "../detection/settings-with.ts";

const id = "kms-key-rotation-disabled";
const { fires = [], silent = [] } = examplesById[id] ?? {};

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

/** Runs the command over some examples. */
async function run(examples: Parameters<typeof testCommandFor>[0], ...args: string[]) {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await testCommandFor(examples)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(args, { from: "user" });
  return { code: process.exitCode, stdout: write.mock.calls.map(([text]) => text).join("") };
}

describe("rekey detections test", () => {
  it("ends with 0 if every example comes out as it must", async () => {
    const { code, stdout } = await run({ [id]: { fires, silent } });
    expect(code).toBeUndefined();
    expect(stdout).toMatch(/^\d+ examples of 1 detections, 0 failed\.\n$/);
  });

  it("ends with 1 and says which example does not fire, and which does", async () => {
    const { code, stdout } = await run({ [id]: { fires: silent.slice(0, 1), silent: fires.slice(0, 1) } });
    expect(code).toBe(1);
    expect(stdout).toContain(`FAIL  ${id}: ${silent[0]?.says}: it did not fire`);
    expect(stdout).toContain(`FAIL  ${id}: ${fires[0]?.says}: it fired, MEDIUM`);
  });

  it("ends with 1 if a severity or a part of the text is not as the example wants it", async () => {
    const wrong = fires
      .slice(0, 1)
      .map((example) => ({ ...example, severity: "LOW" as const, why: "something else" }));
    const { code, stdout } = await run({ [id]: { fires: wrong, silent } });
    expect(code).toBe(1);
    expect(stdout).toContain('no signal is LOW, no signal tells "something else"');
  });

  it("prints one JSON document with --json, and takes one detection alone", async () => {
    const { stdout } = await run(examplesById, id, "--json");
    const results: { id: string; passed: boolean }[] = JSON.parse(stdout);
    expect(results.length).toBe(fires.length + silent.length);
    expect(results.every((result) => result.id === id && result.passed)).toBe(true);
  });

  it("refuses an id that there is not", async () => {
    await expect(run(examplesById, "no-such-detection")).rejects.toThrow(
      "There is no detection no-such-detection",
    );
  });

  it("counts in words", () => {
    expect(resultsInWords([{ id, says: "x", passed: true, reason: undefined }])).toBe(
      "1 examples of 1 detections, 0 failed.\n",
    );
  });
});

describe("rekey detections show", () => {
  it("says what it watches, why it fires, what to do, its technique and its examples", async () => {
    const found = (await describeDetections(settingsWith())).find((detection) => detection.id === id);
    const text = found ? detectionInWords(found) : "";
    for (const part of [
      "DisableKeyRotation",
      "alice turned off",
      "aws kms enable-key-rotation",
      "T1562.001",
      "It was refused",
    ])
      expect(text).toContain(part);
  });
});
