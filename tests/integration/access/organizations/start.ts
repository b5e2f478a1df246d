import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { localStackPrograms } from "../../../../local/localstack/index.ts";
import { endProcess } from "../../../../local/server-process.ts";

const program = fileURLToPath(new URL("./server.py", import.meta.url));

/** Starts Organizations on a free port. */
export async function startOrganizations(): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const server = spawn(path.join(await localStackPrograms(), "python"), [program], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [port] = await once(server.stdout, "data");
  return { endpoint: `http://127.0.0.1:${String(port).trim()}`, stop: () => endProcess(server, "SIGKILL") };
}
