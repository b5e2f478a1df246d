import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Which call of a process is its last, counted from one, and whether it is still made. */
export interface Death {
  call: number;
  moment: "before" | "after";
}

/** What a process is to do. */
export interface PhasesOrder {
  secretId: string;
  token: string;
  phases: readonly string[];
  death?: Death | undefined;
}

/** What a process tells: a phase or a call that begins, a phase that failed, the end. */
export interface ProcessEvent {
  phase?: string;
  call?: string;
  error?: string;
  end?: "died" | "ended";
}

/** What became of some phases. */
export interface PhasesRun {
  /** The remote calls that were begun, by name. */
  calls: string[];
  /** The phase that was begun last. */
  lastPhase: string;
  died: boolean;
  /** Why the last phase failed, if it did. */
  error: string | undefined;
}

/** Does phases of rotations, each order in a process that may die. */
export interface RotatingProcesses {
  run(order: PhasesOrder): Promise<PhasesRun>;
  stop(): Promise<void>;
}

/** Each order gets a process of its own, which ends by itself. */
export function processForEach(program: string, args: readonly string[]): RotatingProcesses {
  return {
    run: async (order) => {
      const child = start(program, args, {});
      const exited = exitOf(child);
      child.stdin?.end(`${JSON.stringify(order)}\n`);
      const run = emptyRun();
      for await (const event of eventsOf(child)) note(run, event);
      return { ...run, died: (await exited) === "SIGKILL" };
    },
    stop: async () => {},
  };
}

/** One process gets all orders, one after the other, and does each in a child. */
export function forkingProcess(
  program: string,
  args: readonly string[],
  environment: Record<string, string>,
): RotatingProcesses {
  const child = start(program, args, environment);
  const exited = exitOf(child);
  const events = eventsOf(child)[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  const runNext = async (order: PhasesOrder): Promise<PhasesRun> => {
    child.stdin?.write(`${JSON.stringify(order)}\n`);
    const run = emptyRun();
    for (;;) {
      const { value: event, done } = await events.next();
      if (done) throw new Error(`The process of ${program} ended: ${await exited}.`);
      if (event.end) return { ...run, died: event.end === "died" };
      note(run, event);
    }
  };
  return {
    run: (order) => {
      const turn = last.then(() => runNext(order));
      last = turn.catch(() => {});
      return turn;
    },
    stop: async () => {
      child.stdin?.end();
      await exited;
    },
  };
}

function start(program: string, args: readonly string[], environment: Record<string, string>): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(program, args, {
    stdio: ["pipe", "ignore", "inherit", "pipe"],
    env: { PATH, HOME, ...environment },
  });
  // A process that has died says so by ending its events.
  child.stdin?.on("error", () => {});
  return child;
}

function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
}

async function* eventsOf(child: ChildProcess): AsyncGenerator<ProcessEvent> {
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    yield JSON.parse(line) as ProcessEvent;
  }
}

function emptyRun(): PhasesRun {
  return { calls: [], lastPhase: "", died: false, error: undefined };
}

function note(run: PhasesRun, { phase, call, error }: ProcessEvent): void {
  if (phase) run.lastPhase = phase;
  if (call) run.calls.push(call);
  if (error) run.error = error;
}
