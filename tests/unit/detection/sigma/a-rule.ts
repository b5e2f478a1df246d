import { stringify } from "yaml";
import {
  type Detection,
  loadSigmaRules,
  type MatchDetection,
  type RefusedRule,
} from "../../../../shared/detection/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";

/** A rule with a detection, as YAML. */
export function aRule(detection: unknown, cares: Record<string, unknown> = {}): string {
  return stringify({
    title: "A rule",
    logsource: { product: "aws", service: "cloudtrail" },
    detection,
    ...cares,
  });
}

/** What becomes of texts, each a file. */
export function load(...texts: string[]): { detections: Detection[]; refused: RefusedRule[] } {
  return loadSigmaRules(texts.map((text, at) => ({ file: `${at + 1}.yml`, text })));
}

/** The only detection that a text becomes. */
export function loaded(text: string): Detection {
  const { detections, refused } = load(text);
  const [detection] = detections;
  if (!detection || refused.length > 0) throw new Error(refused[0]?.reason ?? "no detection");
  return detection;
}

/** The detection of a rule about single events. */
export function loadedMatch(text: string): MatchDetection {
  const detection = loaded(text);
  if (detection.kind !== "match") throw new Error(`it is of the kind ${detection.kind}`);
  return detection;
}

/** Why the only rule of a text is refused. */
export function reasonOf(text: string): string {
  const { detections, refused } = load(text);
  if (detections.length > 0 || refused.length !== 1) throw new Error("it is not refused");
  return refused[0]?.reason ?? "";
}

/** Whether a rule with one selection holds for a record. */
export function holds(selection: unknown, record: CloudTrailRecord): boolean {
  return loadedMatch(aRule({ selection, condition: "selection" })).matches(record);
}
