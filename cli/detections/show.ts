import { Command } from "commander";
import {
  type DescribedDetection,
  describeDetections,
  detectionSettingsSchema,
} from "../../shared/detection/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { withJson } from "../stack.ts";

/** `rekey detections show ID`: what a detection watches, why it fires and what to do then. */
export const showCommand = withJson(new Command("show"))
  .description("Show what a detection watches, when and why it fires, and what to do then.")
  .argument("<id>", "id of the detection, as rekey detections list has it")
  .action(async (id: string, { json }: { json?: boolean }, command: Command) => {
    const detections = await describeDetections(detectionSettingsSchema.parse({}));
    const found = detections.find((detection) => detection.id === id);
    if (!found) {
      command.error(`There is no detection ${id}; see rekey detections list.`, {
        exitCode: exitCodes.unusable,
      });
    }
    process.stdout.write(json ? `${JSON.stringify(found)}\n` : detectionInWords(found));
  });

/** A detection for people. */
export function detectionInWords(detection: DescribedDetection): string {
  const { id, title, description, severities, technique, techniqueUrl, examples } = detection;
  return [
    `${id}: ${title}`,
    "",
    description,
    "",
    `Fires     ${detection.firesWhen}`,
    `Watches   ${detection.watches}`,
    `Severity  ${severities.join(", ")}`,
    `ATT&CK    ${technique}, ${techniqueUrl}`,
    `Tells     ${detection.why}`,
    `To do     ${detection.remedy}`,
    "",
    "Fires, for example:",
    ...examples.fires.map((says) => `  ${says}`),
    "",
    "Does not fire, for example:",
    ...examples.silent.map((says) => `  ${says}`),
    "",
  ].join("\n");
}
