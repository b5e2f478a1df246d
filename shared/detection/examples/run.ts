import type { Signal } from "../../findings/index.ts";
import { catalogue } from "../detections/index.ts";
import { evaluator } from "../evaluator.ts";
import { detectionSettingsSchema } from "../settings.ts";
import { memoryState } from "../state/memory.ts";
import type { Example } from "./example.ts";

/** How an example ended. */
export interface ExampleResult {
  says: string;
  passed: boolean;
  /** What was to be and what was, where it did not pass. */
  reason: string | undefined;
}

/**
 * Plays an example's events to its detection alone, one by one as they happened, then sweeps if it says so.
 *
 * @throws RangeError if there is no detection with that id
 */
export async function signalsOf(
  id: string,
  { records, settings: cares, sweepAt }: Example,
): Promise<Signal[]> {
  const settings = detectionSettingsSchema.parse({ ...cares });
  const found = catalogue(settings).find(({ detection }) => detection.id === id);
  if (!found) throw new RangeError(`There is no detection ${id}; see rekey detections list.`);
  const failures: unknown[] = [];
  const { evaluate, sweep } = evaluator([found.detection], settings, memoryState(), {
    onFailure: (error) => failures.push(error),
  });
  const signals: Signal[] = [];
  for (const record of records) signals.push(...(await evaluate([record])));
  if (sweepAt !== undefined) signals.push(...(await sweep(new Date(sweepAt))));
  if (failures.length > 0) throw new AggregateError(failures, `The detection ${id} failed on an example.`);
  return signals;
}

/** Runs an example that must fire. */
export async function mustFire(id: string, example: Example): Promise<ExampleResult> {
  const { says, severity, why } = example;
  const signals = await signalsOf(id, example);
  const missing = [
    ...(signals.length === 0 ? ["it did not fire"] : []),
    ...(severity && !signals.some((signal) => signal.severity === severity)
      ? [`no signal is ${severity}`]
      : []),
    ...(why && !signals.some((signal) => signal.why.includes(why)) ? [`no signal tells "${why}"`] : []),
  ];
  const told = signals.map((signal) => `${signal.severity}: ${signal.why}`).join(" | ");
  const reason = missing.length > 0 ? `${missing.join(", ")}${told && `; told were: ${told}`}` : undefined;
  return { says, passed: reason === undefined, reason };
}

/** Runs an example that must not fire. */
export async function mustBeSilent(id: string, example: Example): Promise<ExampleResult> {
  const [signal] = await signalsOf(id, example);
  return {
    says: example.says,
    passed: signal === undefined,
    reason: signal && `it fired, ${signal.severity}: ${signal.why}`,
  };
}
