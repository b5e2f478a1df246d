import { type Detection, loadSigmaRules, readSigmaFolder } from "../../shared/detection/index.ts";

/**
 * The detections of the Sigma rules in a folder.
 *
 * @param tell is told how many there are, and of each that is not used, why
 */
export async function sigmaRules(
  folder: string | undefined,
  tell: (message: string) => void,
): Promise<Detection[]> {
  if (folder === undefined) return [];
  const { detections, refused } = loadSigmaRules(await readSigmaFolder(folder));
  for (const { file, title, reason } of refused) {
    tell(`${file}${title ? ` (${title})` : ""} is not used: ${reason}`);
  }
  const count = detections.length;
  const used =
    count === 0 ? "No Sigma rule is" : count === 1 ? "1 Sigma rule is" : `${count} Sigma rules are`;
  tell(`${used} used of those in ${folder}${refused.length > 0 ? `, ${refused.length} not` : ""}.`);
  return detections;
}
