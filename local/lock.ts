import { mkdir, rm, stat, utimes } from "node:fs/promises";
import { waitFor } from "./wait-for.ts";

/** A lock whose owner was killed is taken over after this time without a sign of life. */
const staleLockMs = 30_000;

/**
 * Waits until this process alone has a folder. Creating a folder is atomic on every file system: whoever creates
 * it has the lock, the others wait.
 *
 * @param what another process is doing meanwhile, such as `installation`
 * @returns what gives the lock back
 */
export async function lock(
  { folder, what }: { folder: string; what: string },
  onProgress: (message: string) => void = () => {},
  signal?: AbortSignal,
): Promise<() => Promise<void>> {
  let told = false;
  await waitFor(
    async () => {
      const taken = await mkdir(folder).then(
        () => true,
        () => false,
      );
      if (taken) return true;
      if (!told) onProgress(`waiting for another ${what}`);
      told = true;
      const age = Date.now() - ((await stat(folder).catch(() => undefined))?.mtimeMs ?? Date.now());
      if (age > staleLockMs) await rm(folder, { recursive: true, force: true });
      return undefined;
    },
    { what: `another ${what} to end (remove ${folder} if there is none)`, seconds: 600, signal },
  );
  const alive = setInterval(() => {
    const now = new Date();
    void utimes(folder, now, now).catch(() => {});
  }, staleLockMs / 10);
  return async () => {
    clearInterval(alive);
    await rm(folder, { recursive: true, force: true });
  };
}
