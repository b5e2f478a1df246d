import Table from "cli-table3";
import { Command } from "commander";
import { describeDetections, detectionSettingsSchema } from "../../shared/detection/index.ts";
import { withJson } from "../stack.ts";

/** `rekey detections list`: all detections, one a line. */
export const listCommand = withJson(new Command("list"))
  .description("List all detections.")
  .action(async ({ json }: { json?: boolean }) => {
    const detections = await describeDetections(detectionSettingsSchema.parse({}));
    if (json) {
      process.stdout.write(`${JSON.stringify(detections)}\n`);
      return;
    }
    const table = new Table({
      head: ["about", "id", "title", "severity", "kind", "ATT&CK"],
      style: { head: [], border: [] },
    });
    for (const { group, id, title, severities, kind, technique } of detections) {
      table.push([group, id, title, severities.join(", "), kind, technique]);
    }
    process.stdout.write(`${table}\n`);
  });
