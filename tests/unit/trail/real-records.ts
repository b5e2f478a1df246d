import { readFileSync } from "node:fs";

const file = new URL("../../fixtures/cloudtrail/stratus-red-team.json", import.meta.url);

/** Records that CloudTrail itself wrote; see the fixture's README. */
export const realRecords = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>[];
