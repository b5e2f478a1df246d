import type { Detection } from "../detection.ts";
import { kmsKeyDisabled } from "./kms-key-disabled.ts";
import { kmsRequestRate } from "./kms-request-rate.ts";
import { secretReadRate } from "./secret-read-rate.ts";

/** What can be set from outside: how many events within five minutes are too many. */
export interface DetectionSettings {
  kmsRequestThreshold: number;
  secretReadThreshold: number;
}

/** All detections that Rekey has. */
export function detections(settings: DetectionSettings): Detection[] {
  return [
    kmsKeyDisabled,
    kmsRequestRate(settings.kmsRequestThreshold),
    secretReadRate(settings.secretReadThreshold),
  ];
}
