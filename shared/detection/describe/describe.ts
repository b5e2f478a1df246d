import { type Severity, severities } from "../../findings/index.ts";
import { catalogue, type DetectionGroup } from "../detections/index.ts";
import { examplesById, signalsOf } from "../examples/index.ts";
import type { DetectionSettings } from "../settings.ts";
import { whatItWatches, whenItFires } from "./in-words.ts";

/** A detection for people: nothing in it is a function. */
export interface DescribedDetection {
  id: string;
  group: DetectionGroup;
  title: string;
  description: string;
  kind: string;
  firesWhen: string;
  watches: string;
  /** ATT&CK technique, and its page. */
  technique: string;
  techniqueUrl: string;
  /** In rising order: those that its examples have. */
  severities: Severity[];
  /** What a finding of its first example tells. */
  why: string;
  remedy: string;
  enabled: boolean;
  examples: { fires: string[]; silent: string[] };
}

/** Describes detections by their definitions and by what comes of their examples. */
export async function describeDetections(settings: DetectionSettings): Promise<DescribedDetection[]> {
  return Promise.all(
    catalogue(settings).map(async ({ group, detection }) => {
      const { id, title, description = "", technique, kind } = detection;
      const { fires = [], silent = [] } = examplesById[id] ?? {};
      const signals = (await Promise.all(fires.map((example) => signalsOf(id, example)))).flat();
      const seen = new Set(signals.map(({ severity }) => severity));
      return {
        id,
        group,
        title,
        description,
        kind,
        firesWhen: whenItFires(detection),
        watches: whatItWatches(detection),
        technique,
        techniqueUrl: `https://attack.mitre.org/techniques/${technique.replace(".", "/")}/`,
        severities: severities.filter((severity) => seen.has(severity)),
        why: signals[0]?.why ?? "",
        remedy: signals[0]?.remedy ?? "",
        enabled: !settings.disabled.includes(id),
        examples: { fires: fires.map(({ says }) => says), silent: silent.map(({ says }) => says) },
      };
    }),
  );
}
