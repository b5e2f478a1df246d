import { readFileSync } from "node:fs";

// Loaded before a program: at its end the last line of standard error tells what the whole process took.
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  let peakMb;
  try {
    // Not from getrusage: there a child begins with what its parent had.
    peakMb = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1_024;
  } catch {
    // Only Linux tells.
  }
  process.stderr.write(`\n${JSON.stringify({ processSeconds: (user + system) / 1e6, peakMb })}\n`);
});
