import { describe, expect, it } from "vitest";
import { catalogue, type Detection, examplesById } from "../../../../shared/detection/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { settingsWith } from "../settings-with.ts";

const all = catalogue(settingsWith()).map(({ detection }) => detection);

const wanted = ({ wants }: Detection, { eventSource, eventName }: CloudTrailRecord) =>
  wants.some(({ source, names }) => source === eventSource && (names?.includes(eventName) ?? true));

describe("the catalogue of detections", () => {
  it("has each id once, in kebab case", () => {
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it("has examples of every detection and of no other", () => {
    expect(Object.keys(examplesById).sort()).toEqual(all.map(({ id }) => id).sort());
  });

  it.each(all.map((detection) => [detection.id, detection] as const))(
    "shows of %s two that fire, three near misses, and says no example twice",
    (id, detection) => {
      const { fires = [], silent = [] } = examplesById[id] ?? {};
      expect(fires.length).toBeGreaterThanOrEqual(2);
      expect(silent.length).toBeGreaterThanOrEqual(3);
      const near = silent.filter(({ records }) => records.some((record) => wanted(detection, record)));
      expect(near.length).toBeGreaterThanOrEqual(2);
      const says = [...fires, ...silent].map((example) => example.says);
      expect(new Set(says).size).toBe(says.length);
    },
  );

  it.each(all.map((detection) => [detection.id, detection] as const))(
    "says of %s what it is, by which ATT&CK technique, and what to type",
    (id, { title, description, technique, remedy }) => {
      expect(title.length).toBeLessThanOrEqual(80);
      expect(description).toMatch(/^[A-Z].{30,}\.$/);
      expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
      const record = examplesById[id]?.fires[0]?.records.at(-1);
      const text = typeof remedy === "string" ? remedy : record ? remedy(record) : "";
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text).not.toMatch(/undefined|\[object/);
    },
  );

  it.each(all.flatMap((detection) => (detection.kind === "threshold" ? [[detection.id]] : [])))(
    "takes the threshold of %s from the settings",
    (id) => {
      const [found] = catalogue(settingsWith({ thresholds: { [id]: 7 } })).filter(
        ({ detection }) => detection.id === id,
      );
      expect(found?.detection).toMatchObject({ threshold: 7 });
    },
  );

  it.each(all.flatMap((detection) => (detection.kind === "rate" ? [[detection.id]] : [])))(
    "takes the least count of %s from the settings",
    (id) => {
      const [found] = catalogue(settingsWith({ thresholds: { [id]: 7 } })).filter(
        ({ detection }) => detection.id === id,
      );
      expect(found?.detection).toMatchObject({ minimum: 7 });
    },
  );
});
