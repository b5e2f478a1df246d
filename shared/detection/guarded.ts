import type { Detection, SequenceStep } from "./detection.ts";

/** A function of a detection failed on an event or an entity: only the event was left out, and only for this detection. */
export class DetectionError extends Error {
  override name = "DetectionError";
}

/**
 * A detection whose functions do not throw: what a caller may write into an event must not stop the watch, nor keep
 * the events beside it from being evaluated.
 *
 * @param onFailure is told each time
 */
export function guarded(detection: Detection, onFailure: (error: unknown) => void): Detection {
  const guard = <A extends unknown[], R>(name: string, call: (...args: A) => R, otherwise: R) => {
    return (...args: A): R => {
      try {
        return call(...args);
      } catch (cause) {
        onFailure(new DetectionError(`${name} of the detection ${detection.id} failed.`, { cause }));
        return otherwise;
      }
    };
  };
  const { severity, remedy, resources } = detection;
  const common = {
    matches: guard("matches", detection.matches.bind(detection), false),
    entity: guard("entity", detection.entity.bind(detection), undefined),
    severity: typeof severity === "string" ? severity : guard("severity", severity, "HIGH"),
    remedy: typeof remedy === "string" ? remedy : guard("remedy", remedy, "See the event in CloudTrail."),
    ...(resources && { resources: guard("resources", resources.bind(detection), []) }),
  };
  const why = `${detection.title}.`;
  switch (detection.kind) {
    case "match":
      return { ...detection, ...common, why: guard("why", detection.why.bind(detection), why) };
    case "threshold":
      return {
        ...detection,
        ...common,
        ...(detection.distinct && {
          distinct: guard("distinct", detection.distinct.bind(detection), undefined),
        }),
        why: guard("why", detection.why.bind(detection), why),
      };
    case "first-seen":
      return {
        ...detection,
        ...common,
        value: guard("value", detection.value.bind(detection), undefined),
        why: guard("why", detection.why.bind(detection), why),
      };
    case "rate":
      return { ...detection, ...common, why: guard("why", detection.why.bind(detection), why) };
    case "sequence":
      return {
        ...detection,
        ...common,
        steps: detection.steps.map(
          (step): SequenceStep => ({
            ...step,
            matches: guard("a step's matches", step.matches.bind(step), false),
            ...(step.distinct && {
              distinct: guard("a step's distinct", step.distinct.bind(step), undefined),
            }),
          }),
        ),
        why: guard("why", detection.why.bind(detection), why),
      };
    case "absence":
      return {
        ...detection,
        ...common,
        expects: guard("expects", detection.expects.bind(detection), undefined),
        fulfils: guard("fulfils", detection.fulfils.bind(detection), false),
        why: guard("why", detection.why.bind(detection), why),
      };
  }
}
