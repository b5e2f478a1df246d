import { readFile } from "node:fs/promises";
import {
  catalogue,
  type Detection,
  type DetectionSettings,
  settingsFromYaml,
  unknownIds,
} from "../../shared/detection/index.ts";
import { materialRule } from "../../shared/keys/index.ts";

/**
 * The settings in a file; the defaults if none is named.
 *
 * @throws SettingsError; Error if the file cannot be read
 */
export async function settingsFrom(file: string | undefined): Promise<DetectionSettings> {
  if (file === undefined) return settingsFromYaml("");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The settings cannot be read: ${why}. Name a file that you may read.`, { cause: error });
  });
  return settingsFromYaml(text);
}

/**
 * What of some settings has no effect on log files, in sentences for people.
 *
 * @param others detections beside those of the catalogue
 */
export function withoutEffect(settings: DetectionSettings, others: readonly Detection[]): string[] {
  const all = [...catalogue(settings).map(({ detection }) => detection), ...others];
  const byTags = settings.allow.filter(({ tags }) => tags !== undefined).length;
  return [
    ...unknownIds(settings, [...all.map(({ id }) => id), materialRule]),
    ...(byTags > 0
      ? [
          `Log files do not tell tags: what ${byTags === 1 ? "one entry" : `${byTags} entries`} of allow leaves out by them is shown.`,
        ]
      : []),
  ];
}
