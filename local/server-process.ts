import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

/**
 * Whether something takes connections at an address, for waitFor.
 *
 * @param server the process that should; the wait is over when it has ended
 * @throws Error if the process has ended
 */
export async function listens(
  address: { host: string; port: number },
  server: ChildProcess,
): Promise<true | undefined> {
  if (server.exitCode !== null) throw new Error(`It ended with code ${server.exitCode}.`);
  const socket = connect(address);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

/** Ends a process, and returns when it has ended. */
export async function endProcess(server: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill(signal);
  await ended;
}
