import { readFile } from "node:fs/promises";

/**
 * The most memory that a process has had so far, in megabytes; undefined where the system does not tell, as outside
 * Linux. Not from getrusage: there a child begins with what its parent had.
 */
export async function peakMb(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
}
