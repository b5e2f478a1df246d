import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkout } from "../../../../local/checkout.ts";
import { knownModifiers } from "../../../../shared/detection/sigma/value/modifiers.ts";
import { aRecord } from "../../trail/a-record.ts";
import { load } from "./a-rule.ts";

const page = await readFile(path.join(checkout, "docs/sigma.md"), "utf8");

describe("the page about Sigma rules", () => {
  it("has an example that does what it says", () => {
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const { detections, refused } = load(example);
    expect(refused).toEqual([]);
    expect(detections).toHaveLength(1);
    const [detection] = detections;
    if (detection?.kind !== "threshold") throw new Error("it is no threshold");
    expect(detection).toMatchObject({
      id: "sigma/2b1c7a4e-3c59-4a55-9f3c-6a1f0e7d9b20",
      severity: "HIGH",
      technique: "T1555.006",
      threshold: 19,
      windowSeconds: 600,
      wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue", "BatchGetSecretValue"] }],
    });
    expect(detection.matches(aRecord())).toBe(true);
    expect(detection.matches(aRecord({ sourceIPAddress: "10.1.2.3" }))).toBe(false);
    expect(detection.distinct?.(aRecord())).toBe("prod/db");
  });

  it("names the modifiers that are followed, and no others", () => {
    const [, list = ""] = /^- Modifiers: (.*?)\(in UTC\)/ms.exec(page) ?? [];
    const names = [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(names.sort()).toEqual([...knownModifiers].sort());
  });
});
