import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPython, PythonInstallError } from "../../../local/python/index.ts";

/** Programs that answer as a Python of some version does; returns their paths. */
async function pythons(...answers: string[]): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-pythons-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const programs = answers.map((_, n) => path.join(folder, `python-${n}`));
  for (const [n, program] of programs.entries()) {
    await writeFile(program, `#!/bin/sh\necho "${answers[n]}"\n`, { mode: 0o755 });
  }
  return programs;
}

describe("findPython", () => {
  it("takes the first program that is Python 3.9 to 3.12 with venv", async () => {
    const programs = await pythons("3 13 True", "3 11 False", "3 12 True", "3 9 True");
    expect(await findPython(["no-such-python", ...programs])).toBe(programs[2]);
  });

  it.each(["3 9 True", "3 12 True"])("takes %s", async (answer) => {
    const programs = await pythons(answer);
    expect(await findPython(programs)).toBe(programs[0]);
  });

  it.each(["3 8 True", "3 13 True", "2 7 True", "4 10 True", "3 10 False"])(
    "does not take %s",
    async (answer) => {
      await expect(findPython(await pythons(answer))).rejects.toThrow(PythonInstallError);
    },
  );

  it("says what is needed, where to get it, and that there is no Python at all", async () => {
    const finding = findPython(["no-such-python", "nor-this-one"]);
    await expect(finding).rejects.toThrow(PythonInstallError);
    await expect(finding).rejects.toThrow(
      "LocalStack needs Python 3.9 to 3.12 with venv, or a container engine. Found no Python on the PATH. " +
        "On Debian or Ubuntu: apt-get install python3 python3-venv.",
    );
  });

  it("says which Pythons it found, and what each lacks", async () => {
    const [newer = "", bare = ""] = await pythons("3 13 True", "3 11 False");
    await expect(findPython([newer, bare])).rejects.toThrow(
      `Found: ${newer} is 3.13, ${bare} is 3.11 without venv.`,
    );
  });

  it("passes over a program that answers nonsense", async () => {
    const programs = await pythons("Python was not found; run without arguments to install", "3 10 True");
    expect(await findPython(programs)).toBe(programs[1]);
  });
});
