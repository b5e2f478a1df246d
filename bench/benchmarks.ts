import { audit } from "./audit.ts";
import type { Benchmark } from "./benchmark.ts";
import { coldStart } from "./cold-start.ts";
import { detection } from "./detection.ts";
import { detectionProof } from "./detection-proof.ts";
import { envelope } from "./envelope.ts";
import { rotation } from "./rotation.ts";
import { rotationCrashes } from "./rotation-crashes.ts";
import { secrets } from "./secrets.ts";
import { syntheticDay } from "./synthetic-day.ts";

/** All benchmarks by name. */
export const benchmarks: ReadonlyMap<string, Benchmark> = new Map([
  ["audit", audit],
  ["cold-start", coldStart],
  ["detection", detection],
  ["detection-proof", detectionProof],
  ["envelope", envelope],
  ["synthetic-day", syntheticDay],
  ["rotation", rotation],
  ["rotation-crashes", rotationCrashes],
  ["secrets", secrets],
]);
