import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";

const root = new URL("../../../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), "utf8");

const alarmSchema = z.object({
  Type: z.literal("AWS::CloudWatch::Alarm"),
  Properties: z.object({
    Namespace: z.literal("Rekey"),
    MetricName: z.string(),
    Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
  }),
});

/** Alarms of the template on what the functions count; CloudFormation's short forms stand as plain values. */
const alarms = ["alarms.yml", "dashboard.yml"].flatMap((name) => {
  const { Resources } = z
    .object({ Resources: z.record(z.string(), z.unknown()) })
    .parse(parse(read(`resources/${name}`), { logLevel: "silent", merge: true }));
  return Object.values(Resources).flatMap((resource) => {
    const alarm = alarmSchema.safeParse(resource);
    return alarm.success ? [alarm.data.Properties] : [];
  });
});

const sources = readdirSync(new URL("functions/", root), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => read(`functions/${file}`))
  .join("\n");

describe("an alarm on what the functions count", () => {
  it("is there for keys that are disabled, and for detections that fail or have no settings", () => {
    expect(alarms.map(({ MetricName }) => MetricName)).toEqual(
      expect.arrayContaining(["DetectionSettingsUnusable", "DetectionFailures", "KeysDisabled"]),
    );
  });

  it.each(alarms)("looks at $MetricName where the functions write it", ({ MetricName, Dimensions }) => {
    const [, service] = /POWERTOOLS_SERVICE_NAME: (\S+)/.exec(read("serverless.yml")) ?? [];
    expect(Dimensions).toEqual([{ Name: "service", Value: service }]);
    expect(sources).toContain(`"${MetricName}"`);
  });
});
