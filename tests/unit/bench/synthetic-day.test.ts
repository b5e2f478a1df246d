import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { leastAlert } from "../../../bench/synthetic-day.ts";

const severities = z.looseObject({
  alertSeverity: z.string(),
  slackSeverity: z.string(),
  teamsSeverity: z.string(),
});
const templateSchema = z.looseObject({ params: z.looseObject({ default: severities }) });

describe("the synthetic day", () => {
  it("counts as alerts what the template has people sent, wherever they listen", async () => {
    const text = await readFile(new URL("../../../serverless.yml", import.meta.url), "utf8");
    const { params } = templateSchema.parse(parse(text, { logLevel: "silent" }));
    expect(params.default).toMatchObject({
      alertSeverity: leastAlert,
      slackSeverity: leastAlert,
      teamsSeverity: leastAlert,
    });
  });
});
