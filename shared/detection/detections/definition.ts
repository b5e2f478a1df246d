import type { Detection } from "../detection.ts";
import type { DetectionSettings } from "../settings.ts";

/** A detection of the catalogue: as it is, or made from what the account says about itself. */
export type Definition = Detection | ((settings: DetectionSettings) => Detection);

/** The detection that a definition makes under some settings. */
export function detectionOf(definition: Definition, settings: DetectionSettings): Detection {
  return typeof definition === "function" ? definition(settings) : definition;
}
