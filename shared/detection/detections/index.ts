import type { Detection } from "../detection.ts";
import type { DetectionSettings } from "../settings.ts";
import { kmsKeyDisabled } from "./kms-key-disabled.ts";
import { kmsRequestRate } from "./kms-request-rate.ts";
import { secretReadRate } from "./secret-read-rate.ts";

/** All detections that Rekey has, but for those that the settings disable. */
export function detections(settings: DetectionSettings): Detection[] {
  const all = [kmsKeyDisabled, kmsRequestRate(settings), secretReadRate(settings)];
  return all.filter(({ id }) => !settings.disabled.includes(id));
}
