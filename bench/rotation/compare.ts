import { median, quantile, round } from "../statistics.ts";
import type { Product } from "./product.ts";
import { type Runner, startRunner } from "./runner.ts";
import { begin, checkRotated, createSecrets, type World } from "./world.ts";

/** Rotations that are measured for each product: each in a process of its own, and all in one. */
const runs = { cold: 15, warm: 30 };

/** Rotations of a warm process that are not measured: what they load and compile is counted as cold. */
const unmeasured = 3;

/** Some measured times, in milliseconds. */
export interface Times {
  runs: number;
  medianMs: number;
  /** The quarter of the times is below the first and above the second: how steady the machine was. */
  quartersMs: [number, number];
}

/** What one product needs for a rotation. */
export interface ProductFigures {
  /** From the start of a new process to the end of finishSecret. */
  cold: Times;
  /** From the start of a new process of the bare interpreter to its first line. */
  bareInterpreter: Times;
  /** The cold median less the bare interpreter's. */
  coldBeyondBareMs: number;
  /** How long the handler's module takes to load, in a new process. */
  load: Times;
  /** The four phases in a process that has rotated before. */
  warm: Times;
  warmPhaseMedianMs: Record<string, number>;
  /** Calls of Secrets Manager by name. */
  calls: Record<string, number>;
  callsTotal: number;
  peakMb: { cold: number | undefined; warm: number | undefined };
}

const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/** Measures products side by side: one rotation of each in turn, so that a slower moment strikes all alike. */
export async function compare(
  products: readonly Product[],
  world: World,
  onProgress: (message: string) => void,
): Promise<Map<Product, ProductFigures>> {
  const figures = new Map<Product, ProductFigures>();
  const secrets = await createSecrets(world, products.length);
  const subjects = products.map((product, index) => ({
    product,
    secretId: secrets[index] ?? "",
    bare: [] as number[],
    cold: [] as number[],
    load: [] as number[],
    coldPeaks: [] as (number | undefined)[],
    warm: [] as number[][],
  }));
  const { endpoint } = world.localStack;

  for (let run = 0; run < runs.cold; run += 1) {
    onProgress(`cold rotations, ${run + 1} of ${runs.cold}`);
    for (const { product, secretId, bare, cold, load, coldPeaks } of subjects) {
      bare.push(await inNewProcess(product, endpoint, "bare", { secretId, token: "" }, async () => {}));
      const rotation = await begin(world, secretId);
      const ms = await inNewProcess(product, endpoint, "rotating", rotation, async (runner, { loadMs }) => {
        load.push(loadMs);
        coldPeaks.push(await runner.peakMb());
      });
      cold.push(ms);
      await checkRotated(world, rotation);
    }
  }

  const warmRunners = subjects.map(({ product }) => startRunner(product, endpoint));
  const warmPeaks: (number | undefined)[] = [];
  try {
    for (let run = 0; run < unmeasured + runs.warm; run += 1) {
      onProgress(`warm rotations, ${run + 1} of ${unmeasured + runs.warm}`);
      for (const [index, { secretId, warm }] of subjects.entries()) {
        const rotation = await begin(world, secretId);
        const { phaseMs = [] } = (await warmRunners[index]?.rotate(rotation)) ?? {};
        if (run >= unmeasured) warm.push(phaseMs);
        await checkRotated(world, rotation);
      }
    }
    for (const runner of warmRunners) warmPeaks.push(await runner.peakMb());
  } finally {
    await Promise.all(warmRunners.map((runner) => runner.stop()));
  }

  onProgress("counting calls");
  for (const [index, { product, secretId, bare, cold, load, coldPeaks, warm }] of subjects.entries()) {
    const calls = await countCalls(product, world, secretId);
    figures.set(product, {
      cold: timesOf(cold),
      bareInterpreter: timesOf(bare),
      coldBeyondBareMs: round(median(cold) - median(bare)),
      load: timesOf(load),
      warm: timesOf(warm.map((phaseMs) => phaseMs.reduce((sum, ms) => sum + ms, 0))),
      warmPhaseMedianMs: Object.fromEntries(
        phases.map((phase, at) => [phase, round(median(warm.map((phaseMs) => phaseMs[at] ?? Number.NaN)))]),
      ),
      calls,
      callsTotal: Object.values(calls).reduce((sum, count) => sum + count, 0),
      peakMb: { cold: highest(coldPeaks), warm: highest([warmPeaks[index]]) },
    });
  }
  return figures;
}

/** Milliseconds from the start of a process to its first answer. */
async function inNewProcess(
  product: Product,
  endpoint: string,
  kind: "rotating" | "bare",
  rotation: { secretId: string; token: string },
  look: (runner: Runner, answer: Awaited<ReturnType<Runner["rotate"]>>) => Promise<void>,
): Promise<number> {
  const began = performance.now();
  const runner = startRunner(product, endpoint, kind);
  try {
    const answer = await runner.rotate(rotation);
    const ms = performance.now() - began;
    await look(runner, answer);
    return ms;
  } finally {
    await runner.stop();
  }
}

/** Secrets Manager's calls of one rotation by name, as the gateway's trail has them. */
async function countCalls(product: Product, world: World, secretId: string): Promise<Record<string, number>> {
  const { gateway } = world;
  const runner = startRunner(product, gateway.endpoint);
  try {
    const rotation = await begin(world, secretId);
    await gateway.flush();
    const before = gateway.records().length;
    await runner.rotate(rotation);
    await gateway.flush();
    const calls: Record<string, number> = {};
    for (const { eventSource, eventName } of gateway.records().slice(before)) {
      if (eventSource !== "secretsmanager.amazonaws.com") continue;
      calls[eventName] = (calls[eventName] ?? 0) + 1;
    }
    return calls;
  } finally {
    await runner.stop();
  }
}

function timesOf(ms: readonly number[]): Times {
  return {
    runs: ms.length,
    medianMs: round(median(ms)),
    quartersMs: [round(quantile(ms, 0.25)), round(quantile(ms, 0.75))],
  };
}

function highest(megabytes: readonly (number | undefined)[]): number | undefined {
  const known = megabytes.filter((one) => one !== undefined);
  return known.length > 0 ? Math.round(Math.max(...known)) : undefined;
}
