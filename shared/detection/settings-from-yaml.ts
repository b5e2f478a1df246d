import { parse as parseYaml } from "yaml";
import * as z from "zod";
import { type DetectionSettings, detectionSettingsSchema } from "./settings.ts";

/** The account's settings cannot be used; the message names the fields and what is wrong with each. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/**
 * Reads an account's settings. What they leave out has its default; an empty text leaves out everything.
 *
 * @param text YAML
 * @param thresholds where the settings do not say how many are too many
 * @throws SettingsError
 */
export function settingsFromYaml(
  text: string,
  thresholds: DetectionSettings["thresholds"] = {},
): DetectionSettings {
  const parsed = detectionSettingsSchema.safeParse(yamlIn(text) ?? {});
  if (!parsed.success)
    throw new SettingsError(`The detections' settings are not in order:\n${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, thresholds: { ...thresholds, ...parsed.data.thresholds } };
}

function yamlIn(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`The detections' settings are not YAML: ${reason}`);
  }
}
