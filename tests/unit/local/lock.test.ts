import { mkdtemp, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lock } from "../../../local/lock.ts";

let parent = "";
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "rekey-lock-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(parent, { recursive: true });
});

const wanted = () => ({ folder: path.join(parent, "lock"), what: "test" });

it("a lock is one process's at a time, and the next one's when it is given back", async () => {
  const release = await lock(wanted());
  const told: string[] = [];
  const second = lock(wanted(), (message) => told.push(message));
  await vi.waitFor(() => expect(told).toEqual(["waiting for another test"]));
  await release();
  await (await second)();
});

it("a lock whose owner was killed is taken over", async () => {
  await lock(wanted()).then(() => {});
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(wanted().folder, longAgo, longAgo);
  await (await lock(wanted()))();
});

it("a lock shows for as long as it is held that its owner lives", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const release = await lock(wanted());
  const { folder } = wanted();
  for (let sign = 1; sign <= 3; sign += 1) {
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(folder, longAgo, longAgo);
    vi.advanceTimersByTime(3_000);
    await vi.waitFor(async () => expect((await stat(folder)).mtimeMs).toBeGreaterThan(Date.now() - 10_000));
  }
  await release();
});
