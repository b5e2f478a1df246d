import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { showProgress } from "../../../../cli/envelope/progress.ts";

it("a bar on a terminal goes over the bytes of all inputs; elsewhere there is none", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-tests-"));
  try {
    const jobs = ["one", "two"].map((name) => ({ from: path.join(folder, name), to: "x" }));
    for (const { from } of jobs) await writeFile(from, "12345");
    for (const isTTY of [true, false]) {
      const terminal = Object.assign(new PassThrough(), { isTTY, columns: 80 });
      const progress = await showProgress(jobs, terminal);
      for (const job of jobs) progress.begin(job)(5);
      progress.stop();
      const shown = String(terminal.read() ?? "");
      expect(shown === "").toBe(!isTTY);
      if (isTTY) expect(shown).toContain("0%");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
