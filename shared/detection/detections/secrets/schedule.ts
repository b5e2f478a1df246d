import type { CloudTrailRecord } from "../../../trail/index.ts";
import { asked, at } from "../../reading/index.ts";

const day = 86_400;

/**
 * How often a call of `RotateSecret` has the secret rotated, in seconds; undefined if it says nothing of a schedule,
 * `unknown` if it says it by the calendar.
 */
export function intervalOf(record: CloudTrailRecord): number | "unknown" | undefined {
  const days = at(record.requestParameters, "rotationRules", "automaticallyAfterDays");
  if (typeof days === "number") return days * day;
  const expression = asked(record, "rotationRules", "scheduleExpression");
  if (!expression) return undefined;
  const [, number, unit] = /^rate\(\s*(\d+)\s+(hour|day)s?\s*\)$/i.exec(expression) ?? [];
  return number ? Number(number) * (unit?.toLowerCase() === "hour" ? 3_600 : day) : "unknown";
}
