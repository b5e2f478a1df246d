import { SigmaRefusal } from "../refusal.ts";
import type { Comparison } from "./modifiers.ts";

/**
 * Makes a comparison of numbers.
 *
 * @throws SigmaRefusal if the value of the rule is no number
 */
export function numberMatcher(
  comparison: Comparison,
  value: string | number | boolean,
): (found: number | undefined) => boolean {
  const limit = typeof value === "boolean" || value === "" ? Number.NaN : Number(value);
  if (!Number.isFinite(limit))
    throw new SigmaRefusal(`${JSON.stringify(value)} is no number to compare with`);
  const holds = (found: number) => {
    if (comparison === "lt") return found < limit;
    if (comparison === "lte") return found <= limit;
    if (comparison === "gt") return found > limit;
    return comparison === "gte" ? found >= limit : found === limit;
  };
  return (found) => found !== undefined && holds(found);
}
