import { type DetectionSettings, settingsFromYaml } from "../../shared/detection/index.ts";

/** Where the settings come from, and who is told when they cannot be used. */
export interface SettingsSource {
  /** Reads the YAML; undefined or an error if there is none. */
  read(): Promise<string | undefined>;
  /** By the ids of detections, where the YAML does not say. */
  thresholds: DetectionSettings["thresholds"];
  onFailure(error: unknown): void;
}

/**
 * The account's settings, as they are now. Settings that cannot be read or are not in order never stop the watch: the
 * last good ones hold, or the defaults where there were none; and somebody is told each time.
 *
 * @returns the same object as long as the YAML is the same
 */
export function currentSettings({
  read,
  thresholds,
  onFailure,
}: SettingsSource): () => Promise<DetectionSettings> {
  let good: { text: string; settings: DetectionSettings } | undefined;
  const defaults = settingsFromYaml("", thresholds);
  return async () => {
    try {
      const text = (await read()) ?? "";
      if (text !== good?.text) good = { text, settings: settingsFromYaml(text, thresholds) };
    } catch (error) {
      onFailure(error);
    }
    return good?.settings ?? defaults;
  };
}
