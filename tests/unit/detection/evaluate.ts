import {
  type Detection,
  type DetectionSettings,
  type EvaluatorOptions,
  evaluator,
  memoryState,
} from "../../../shared/detection/index.ts";
import type { Signal } from "../../../shared/findings/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import { settingsWith } from "./settings-with.ts";

/** How a test evaluates. */
export interface Evaluating extends EvaluatorOptions {
  settings?: Partial<DetectionSettings>;
  /** ISO 8601, when to sweep at the end. */
  sweepAt?: string;
  batchSize?: number;
}

/** What one detection says of records, evaluated in batches, with its state in memory. */
export async function evaluate(
  detection: Detection,
  records: readonly CloudTrailRecord[],
  { settings, sweepAt, batchSize = 100, ...options }: Evaluating = {},
): Promise<Signal[]> {
  const { evaluate, sweep } = evaluator([detection], settingsWith(settings), memoryState(), options);
  const signals: Signal[] = [];
  for (let from = 0; from < records.length; from += batchSize)
    signals.push(...(await evaluate(records.slice(from, from + batchSize))));
  if (sweepAt) signals.push(...(await sweep(new Date(sweepAt))));
  return signals;
}
