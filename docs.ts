import { writeFile } from "node:fs/promises";
import { describeDetections, detectionSettingsSchema, detectionsPage } from "./shared/detection/index.ts";

/** Renews the pages that are generated from definitions. */
const page = new URL("./docs/detections.md", import.meta.url);
await writeFile(page, detectionsPage(await describeDetections(detectionSettingsSchema.parse({}))));
