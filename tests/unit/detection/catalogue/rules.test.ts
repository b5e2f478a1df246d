import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { catalogue } from "../../../../shared/detection/index.ts";
import { settingsWith } from "../settings-with.ts";

const ruleSchema = z.object({
  Type: z.literal("AWS::Events::Rule"),
  Properties: z.object({
    State: z.string().optional(),
    EventPattern: z.object({
      source: z.array(z.string().regex(/^aws\./)).length(1),
      detail: z.object({ eventName: z.array(z.string()) }).optional(),
    }),
    Targets: z.unknown(),
  }),
});

/** The rules of the template that feed the detections; CloudFormation's short forms stand as plain values. */
const rules = ["watch.yml", "watch-others.yml"].flatMap((name) => {
  const text = readFileSync(new URL(`../../../../resources/${name}`, import.meta.url), "utf8");
  const template = z
    .object({ Resources: z.record(z.string(), z.unknown()) })
    .parse(parse(text, { logLevel: "silent" }));
  return Object.entries(template.Resources).flatMap(([resource, value]) => {
    const rule = ruleSchema.safeParse(value);
    return rule.success ? [{ resource, ...rule.data.Properties }] : [];
  });
});

const everything = "*";

/** Events as `source name`, or `source *` for all of a source. */
const delivered = rules.flatMap(({ EventPattern: { source, detail } }) =>
  (detail?.eventName ?? [everything]).map(
    (name) => `${source[0]?.replace("aws.", "")}.amazonaws.com ${name}`,
  ),
);

const wanted = catalogue(settingsWith()).flatMap(({ detection }) =>
  detection.wants.flatMap(({ source, names }) =>
    (names ?? [everything]).map((name) => ({ id: detection.id, source, event: `${source} ${name}` })),
  ),
);

describe("the rules of the template", () => {
  it("deliver every event that a detection wants", () => {
    const missing = wanted.filter(
      ({ source, event }) => !delivered.includes(event) && !delivered.includes(`${source} ${everything}`),
    );
    expect(missing).toEqual([]);
  });

  it("deliver no event that no detection wants", () => {
    const events = new Set(wanted.map(({ event }) => event));
    expect(delivered.filter((event) => !events.has(event))).toEqual([]);
  });

  it("deliver no event twice", () => {
    expect(new Set(delivered).size).toBe(delivered.length);
  });

  it("deliver what only reads by the state that brings it, and by no other", () => {
    const reads = /^(Get|List|Describe|BatchGet)/;
    const readers = rules.filter(
      ({ EventPattern: { detail } }) => detail?.eventName.some((name) => reads.test(name)) ?? true,
    );
    const inState = rules.filter(({ State }) => State === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    expect(inState.map(({ resource }) => resource)).toEqual(readers.map(({ resource }) => resource));
    expect(inState.length).toBe(3);
  });
});
