import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { detections, evaluator, memoryState } from "../../../../shared/detection/index.ts";
import { cloudTrailRecordSchema } from "../../../../shared/trail/index.ts";
import { settingsWith } from "../settings-with.ts";

const logOf = (attack: string) => {
  const file = new URL(`../../../fixtures/cloudtrail/stratus/${attack}.json`, import.meta.url);
  return z.array(cloudTrailRecordSchema).parse(JSON.parse(readFileSync(file, "utf8")));
};

/** Ids of what the whole catalogue finds in the log of an attack. */
async function foundIn(attack: string, hideTool = false): Promise<string[]> {
  const settings = settingsWith();
  const { evaluate } = evaluator(detections(settings), settings, memoryState());
  const records = logOf(attack).map((record) =>
    hideTool ? { ...record, userAgent: "Boto3/1.35.0" } : record,
  );
  return [...new Set((await evaluate(records)).map(({ ruleId }) => ruleId))].sort();
}

describe("an attack of Stratus Red Team", () => {
  it.each([
    [
      "credential-access.secretsmanager-retrieve-secrets",
      ["many-secrets-read-in-minutes", "secrets-listed-then-read"],
    ],
    ["credential-access.secretsmanager-batch-retrieve-secrets", ["secrets-batch-read-repeatedly"]],
    [
      "credential-access.ssm-retrieve-securestring-parameters",
      ["parameters-decrypted-in-bulk", "parameters-described-then-read"],
    ],
    ["defense-evasion.cloudtrail-stop", ["trail-stopped"]],
    ["defense-evasion.cloudtrail-delete", ["trail-stopped"]],
    ["defense-evasion.cloudtrail-event-selectors", ["trail-selectors-narrowed"]],
  ])("is found by what it does, and nothing else fires: %s", async (attack, ids) => {
    expect(await foundIn(attack, true)).toEqual(ids);
  });

  it("is found by its tool too", async () => {
    expect(await foundIn("defense-evasion.cloudtrail-stop")).toEqual(["offensive-tool", "trail-stopped"]);
  });
});
