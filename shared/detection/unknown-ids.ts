import { matcherOf } from "./noise/pattern.ts";
import type { DetectionSettings } from "./settings.ts";

/**
 * Where settings name a detection that there is not: by a slip of the pen nothing is turned off, allowed or counted
 * otherwise, and nobody would notice.
 *
 * @param ids of all that there is
 * @returns a sentence for each, for people
 */
export function unknownIds(
  { disabled, thresholds, allow }: Pick<DetectionSettings, "disabled" | "thresholds" | "allow">,
  ids: readonly string[],
): string[] {
  const known = new Set(ids);
  const named = [
    ...disabled.map((id) => ({ where: "disabled", id })),
    ...Object.keys(thresholds).map((id) => ({ where: "thresholds", id })),
  ].filter(({ id }) => !known.has(id));
  const patterns = allow.flatMap(({ detections = [] }, at) =>
    detections
      .filter((pattern) => !ids.some(matcherOf([pattern])))
      .map((id) => ({ where: `allow[${at}].detections`, id })),
  );
  return [...named, ...patterns].map(
    ({ where, id }) => `There is no detection ${id}, which the settings name under ${where}.`,
  );
}
