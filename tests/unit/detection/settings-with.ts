import { type DetectionSettings, detectionSettingsSchema } from "../../../shared/detection/index.ts";

/** The settings of an account, with what a test cares about put in its place. */
export function settingsWith(cares: Partial<DetectionSettings> = {}): DetectionSettings {
  return { ...detectionSettingsSchema.parse({}), ...cares };
}
