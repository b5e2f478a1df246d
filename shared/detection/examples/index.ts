import { accountExamples } from "../detections/account/examples.ts";
import { callersExamples } from "../detections/callers/examples.ts";
import { keysExamples } from "../detections/keys/examples.ts";
import { parametersExamples } from "../detections/parameters/examples.ts";
import { rekeyExamples } from "../detections/rekey/examples.ts";
import { secretsExamples } from "../detections/secrets/examples.ts";
import { trailExamples } from "../detections/trail/examples.ts";
import type { Examples } from "./example.ts";

export type { Example, Examples } from "./example.ts";
export { type ExampleResult, mustBeSilent, mustFire, signalsOf } from "./run.ts";

/** Examples of every detection, by its id. Apart from the detections, so that functions do not carry them. */
export const examplesById: Readonly<Record<string, Examples>> = {
  ...keysExamples,
  ...secretsExamples,
  ...parametersExamples,
  ...callersExamples,
  ...trailExamples,
  ...accountExamples,
  ...rekeyExamples,
};
