import type { Detection } from "../detection.ts";
import type { DetectionSettings } from "../settings.ts";
import { accountDetections } from "./account/index.ts";
import { callerDetections } from "./callers/index.ts";
import { detectionOf } from "./definition.ts";
import { keyDetections } from "./keys/index.ts";
import { parameterDetections } from "./parameters/index.ts";
import { rekeyDetections } from "./rekey/index.ts";
import { secretDetections } from "./secrets/index.ts";
import { trailDetections } from "./trail/index.ts";

/** What the detections are about, and the detections, in the order in which people read them. */
const groups = {
  keys: keyDetections,
  secrets: secretDetections,
  parameters: parameterDetections,
  callers: callerDetections,
  trail: trailDetections,
  account: accountDetections,
  rekey: rekeyDetections,
};

/** What detections are about. */
export type DetectionGroup = keyof typeof groups;

/** All detections that Rekey has, by what they are about, whether the settings disable them or not. */
export function catalogue(settings: DetectionSettings): { group: DetectionGroup; detection: Detection }[] {
  return Object.entries(groups).flatMap(([group, definitions]) =>
    definitions.map((definition) => ({
      group: group as DetectionGroup,
      detection: detectionOf(definition, settings),
    })),
  );
}

/** All detections that Rekey has, but for those that the settings disable. */
export function detections(settings: DetectionSettings): Detection[] {
  return catalogue(settings)
    .map(({ detection }) => detection)
    .filter(({ id }) => !settings.disabled.includes(id));
}
