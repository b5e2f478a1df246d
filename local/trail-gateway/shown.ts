import type { Fields } from "./operations/index.ts";

/** What CloudTrail writes in place of a value that it does not show. */
export const hiddenValue = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** Fields whose number is a moment, in seconds since 1970. */
const moments = new Set(["CreationDate", "DeletionDate", "ValidTo", "StartTime", "EndTime"]);

const momentFormat = new Intl.DateTimeFormat("en-US", {
  timeZone: "UTC",
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});

type Structure = Record<string, unknown>;

/** The listed fields of a structure, under the names that CloudTrail gives them; null if none is there. */
export function shown(from: unknown, fields: Fields): Structure | null {
  const found = structure(from, fields);
  return found && Object.keys(found).length > 0 ? found : null;
}

/** A field's name as CloudTrail writes it. */
export function shownName(name: string): string {
  // Secrets Manager's, since February 2024; KMS's `AWSAccountId` is `aWSAccountId` all the same.
  if (name === "ARN") return "arn";
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function structure(from: unknown, fields: Fields): Structure | undefined {
  if (!isStructure(from)) return undefined;
  const entries = fields.flatMap((field): [string, unknown][] =>
    typeof field === "string"
      ? [[field, plain(field, from[field])]]
      : Object.entries(field).map(([name, within]) => [name, nested(from[name], within)]),
  );
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined).map(([name, value]) => [shownName(name), value]),
  );
}

function nested(value: unknown, within: Fields | "map"): unknown {
  if (within === "map") return map(value);
  if (!Array.isArray(value)) return structure(value, within);
  return value.flatMap((element) => structure(element, within) ?? []);
}

/** Its keys are no field names and stay as they are. */
function map(value: unknown): Structure | undefined {
  if (!isStructure(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => isScalar(entry)));
}

function plain(name: string, value: unknown): unknown {
  if (moments.has(name) && typeof value === "number") return moment(value);
  if (isScalar(value)) return value;
  return Array.isArray(value) ? value.filter(isScalar) : undefined;
}

/** A moment as CloudTrail writes it outside `eventTime`, such as `Oct 14, 2021, 5:39:50 PM`. */
function moment(seconds: number): string | undefined {
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) return undefined;
  // Newer Unicode data put a narrow space before AM and PM.
  return momentFormat.format(date).replaceAll("\u202f", " ");
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isStructure(value: unknown): value is Structure {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
