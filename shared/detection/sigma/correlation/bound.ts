import * as z from "zod";
import { SigmaRefusal } from "../refusal.ts";

const fields = z.union([z.string().transform((field) => [field]), z.array(z.string()).min(1)]);
const limit = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);

/**
 * Reads the condition of a correlation: a lower bound. Any other can hold for a while and then no more as events come,
 * out of order and late, so that nobody can say it at the time.
 *
 * @throws SigmaRefusal if it is another, is missing where it is needed, or always holds
 */
export function bound(
  type: string,
  condition: ReadonlyMap<string, unknown> | undefined,
): { moreThan: number | undefined; counted: readonly string[] } {
  const isCount = type === "event_count" || type === "value_count";
  if (!condition) {
    if (isCount) refuse("it is missing");
    return { moreThan: undefined, counted: [] };
  }
  const lower: number[] = [];
  for (const [operator, value] of condition) {
    if (operator === "field") continue;
    if (["lt", "lte", "eq", "neq"].includes(operator))
      refuse(`${operator} cannot be decided while events still come; only gt and gte can`);
    if (operator !== "gt" && operator !== "gte") refuse(`${operator} is not known`);
    const parsed = limit.safeParse(value);
    if (!parsed.success) refuse(`${operator} needs a whole number`);
    lower.push(operator === "gt" ? parsed.data : parsed.data - 1);
  }
  if (lower.length === 0) refuse("gt or gte is missing");
  const moreThan = Math.max(...lower);
  if (moreThan < 0) refuse("it holds even without any event");
  const counted = fields.safeParse(condition.get("field"));
  if (type === "value_count" && !counted.success)
    refuse("value_count needs the field whose values are counted");
  if (type !== "value_count" && condition.has("field")) refuse(`field does not go with ${type}`);
  return { moreThan, counted: counted.success ? counted.data : [] };
}

function refuse(why: string): never {
  throw new SigmaRefusal(`correlation.condition: ${why}`);
}
