import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { peakMb } from "./peak-memory.ts";
import type { Product } from "./product.ts";
import type { BegunRotation } from "./world.ts";

/** What a process tells of a rotation, in milliseconds. */
export interface Rotated {
  phaseMs: number[];
  /** How long the function took to load, in this process. */
  loadMs: number;
}

/** A process that rotates. */
export interface Runner {
  /** @throws Error if a phase fails, or the process dies */
  rotate(rotation: BegunRotation): Promise<Rotated>;
  /** The most memory that the process has had so far, in megabytes; undefined where the system does not tell. */
  peakMb(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Starts a process that rotates with a product, or does nothing but start. */
export function startRunner(
  { program, args, bareArgs, environment }: Product,
  endpoint: string,
  kind: "rotating" | "bare" = "rotating",
): Runner {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(program, kind === "bare" ? bareArgs : args, {
    stdio: ["pipe", "ignore", "pipe", "pipe"],
    env: { PATH, HOME, ...environment(endpoint) },
  });
  const exited = once(child, "exit");
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  // A process that has died says so by ending its answers.
  child.stdin?.on("error", () => {});
  const answers = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]();
  return {
    rotate: async (rotation) => {
      child.stdin?.write(`${JSON.stringify(rotation)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`The process of ${program} died. It said last:\n${said}`);
      const answer = JSON.parse(value) as Rotated & { error?: string };
      if (answer.error) throw new Error(`A rotation of ${program} failed: ${answer.error}\n${said}`);
      return answer;
    },
    peakMb: () => peakMb(child.pid),
    stop: async () => {
      child.stdin?.end();
      await exited;
    },
  };
}
