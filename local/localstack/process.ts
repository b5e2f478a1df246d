import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import { localFolder } from "../checkout.ts";
import { virtualEnvironment } from "../python/index.ts";
import { DeadlineError, waitFor } from "../wait-for.ts";
import { LocalStackStartError } from "./errors.ts";
import type { LocalStackOptions, RunningLocalStack } from "./options.ts";

const host = fileURLToPath(new URL("./host", import.meta.url));

const localStackPackage = {
  name: "localstack",
  title: "LocalStack 4.9.2",
  requirements: path.join(host, "requirements.lock"),
  ownPackage: host,
};

/** The folder of the programs of LocalStack's virtual environment, its Python among them. */
export function localStackPrograms(): Promise<string> {
  return virtualEnvironment(localStackPackage);
}

/** Starts LocalStack as a plain process on a free port, with a folder of its own for everything it writes. */
export async function startProcess(options: LocalStackOptions): Promise<RunningLocalStack> {
  const { signal, onProgress = () => {} } = options;
  const port = options.port ?? (await getPort());
  await assertFree(port);
  const programs = await virtualEnvironment(localStackPackage, onProgress, signal);
  const folder = path.join(
    localFolder,
    "runs",
    `localstack-${process.pid}-${randomBytes(4).toString("hex")}`,
  );
  await mkdir(path.join(folder, "tmp"), { recursive: true });
  const logFile = path.join(folder, "localstack.log");
  const log = createWriteStream(logFile);
  onProgress(`starting on port ${port}`);
  const child = spawn(path.join(programs, "python"), ["-c", program], {
    // An own process group: Ctrl-C reaches it through stop(), once and in order.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: environment(folder, port),
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const exited = new Promise<void>((resolve) =>
    child.once("exit", () => resolve()).once("error", () => resolve()),
  );
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  const kill = (name: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // The group has ended already.
    }
  };
  const stop = async () => {
    // Nothing of a run is kept, so it is not asked to tidy up: its shutdown hooks take seconds.
    kill("SIGKILL");
    await exited;
    log.end();
    if (!options.keepFiles) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await waitFor(
      async () => {
        if (gone)
          throw new LocalStackStartError(`LocalStack ended while it started.\n${await tail(logFile)}`);
        return (await fetch(`${endpoint}/_localstack/health`).catch(() => undefined))?.ok || undefined;
      },
      { what: "LocalStack to answer", seconds: 120, everyMs: 50, signal },
    );
  } catch (error) {
    const said = await tail(logFile);
    await stop();
    if (error instanceof DeadlineError) {
      throw new LocalStackStartError(
        `LocalStack did not come up within two minutes. It said last:\n${said}`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
  return { endpoint, kind: "process", logDirectory: folder, stop };
}

/** Ends with the process that started it, however that ends: its standard input closes then. */
const program = [
  "import os, signal, sys, threading",
  "def watch():",
  "    sys.stdin.buffer.read()",
  "    os.killpg(0, signal.SIGKILL)",
  "threading.Thread(target=watch, daemon=True).start()",
  "from localstack.runtime.main import main",
  "main()",
].join("\n");

function environment(folder: string, port: number): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|PYTHON|LOCALSTACK)/.test(name));
  return {
    ...Object.fromEntries(own),
    // Code, objects and logs are kept below TMPDIR: two LocalStacks in one get in each other's way.
    TMPDIR: path.join(folder, "tmp"),
    FILESYSTEM_ROOT: path.join(folder, "files"),
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    LOCALSTACK_HOST: `127.0.0.1:${port}`,
    LAMBDA_RUNTIME_EXECUTOR: "node",
    LAMBDA_KEEPALIVE_MS: "600000",
    PROVIDER_OVERRIDE_DYNAMODB: "moto",
    REKEY_NODE: process.execPath,
    // Nothing is fetched from outside and nothing is reported to anybody.
    SKIP_SSL_CERT_DOWNLOAD: "1",
    DISABLE_EVENTS: "1",
    DNS_ADDRESS: "0",
  };
}

async function assertFree(port: number): Promise<void> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(port, "127.0.0.1", resolve);
  try {
    await promise;
  } catch (cause) {
    throw new LocalStackStartError(
      `Port ${port} is taken. Free it, or leave the port away: a free one is chosen then.`,
      { cause },
    );
  }
  await new Promise((closed) => server.close(closed));
}

async function tail(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").slice(-15).join("\n").trim();
}
