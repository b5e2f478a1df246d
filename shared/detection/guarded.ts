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
  const failed = (name: string, cause: unknown) =>
    onFailure(new DetectionError(`${name} of the detection ${detection.id} failed.`, { cause }));
  // What is asked of each event takes it alone: a list of arguments would be made each time.
  const guard = <A, R>(name: string, call: (about: A) => R, otherwise: R) => {
    return (about: A): R => {
      try {
        return call(about);
      } catch (cause) {
        failed(name, cause);
        return otherwise;
      }
    };
  };
  const guardWhy = <A extends unknown[]>(why: (...args: A) => string) => {
    return (...args: A): string => {
      try {
        return why(...args);
      } catch (cause) {
        failed("why", cause);
        return `${detection.title}.`;
      }
    };
  };
  const { severity, remedy, resources } = detection;
  const common = {
    matches: guard("matches", detection.matches, false),
    entity: guard("entity", detection.entity, undefined),
    severity: typeof severity === "string" ? severity : guard("severity", severity, "HIGH"),
    remedy: typeof remedy === "string" ? remedy : guard("remedy", remedy, "See the event in CloudTrail."),
    ...(resources && { resources: guard("resources", resources, []) }),
  };
  switch (detection.kind) {
    case "match":
      return { ...detection, ...common, why: guardWhy(detection.why) };
    case "threshold":
      return {
        ...detection,
        ...common,
        ...(detection.distinct && {
          distinct: guard("distinct", detection.distinct, undefined),
        }),
        why: guardWhy(detection.why),
      };
    case "first-seen":
      return {
        ...detection,
        ...common,
        value: guard("value", detection.value, undefined),
        why: guardWhy(detection.why),
      };
    case "rate":
      return { ...detection, ...common, why: guardWhy(detection.why) };
    case "sequence":
      return {
        ...detection,
        ...common,
        steps: detection.steps.map(
          (step): SequenceStep => ({
            ...step,
            matches: guard("a step's matches", step.matches, false),
            ...(step.distinct && {
              distinct: guard("a step's distinct", step.distinct, undefined),
            }),
          }),
        ),
        why: guardWhy(detection.why),
      };
    case "absence":
      return {
        ...detection,
        ...common,
        expects: guard("expects", detection.expects, undefined),
        fulfils: guard("fulfils", detection.fulfils, false),
        why: guardWhy(detection.why),
      };
  }
}
