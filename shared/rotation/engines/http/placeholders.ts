import type { SecretFields } from "../../engine.ts";
import { InvalidSecretError } from "../../errors.ts";

/** What placeholders are filled from. */
export interface PlaceholderValues {
  /** Of the version that the request is made with: `{{name}}`. */
  fields: SecretFields;
  /** Of the version that is to be taken no more: `{{old.name}}`. */
  old?: SecretFields | undefined;
}

/** A field that a template asks for. */
export interface Placeholder {
  field: string;
  /** Whether it is the old version's. */
  old: boolean;
}

/** Makes of a value what may stand where the placeholder stands. */
export type Encode = (value: string, field: string) => string;

/** Names of secret fields that a placeholder may name. */
export const fieldName = /^[A-Za-z][A-Za-z0-9_-]*$/;

const placeholder = /\{\{(old\.)?([A-Za-z][A-Za-z0-9_-]*)\}\}/g;

/** The fields that a template asks for. */
export function placeholdersIn(template: string): Placeholder[] {
  return [...template.matchAll(placeholder)].map(([, old, field = ""]) => ({
    field,
    old: old !== undefined,
  }));
}

/** Whether every `{{` in a text begins a placeholder. */
export function isTemplate(text: string): boolean {
  return !text.replaceAll(placeholder, " ").includes("{{");
}

/**
 * Fills a template. What is filled in is not looked at again: a value that looks like a placeholder stays as it is.
 *
 * @throws InvalidSecretError naming the field that is missing, or cannot stand there
 */
export function fill(template: string, values: PlaceholderValues, encode: Encode): string {
  return template.replaceAll(placeholder, (_, old: string | undefined, field: string) =>
    encode(textOf(values, field, old !== undefined), field),
  );
}

/** A value as a part of a URL's path or query. */
export const inUrl: Encode = (value) => encodeURIComponent(value);

/**
 * A value in a header: visible ASCII and spaces, since anything else could begin a header of its own, or arrives as
 * something else (RFC 9110, section 5.5).
 */
export const inHeader: Encode = (value, field) => {
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  throw invalid(field, "holds a line break or another character that cannot stand in a header");
};

/** A value in a JSON string or a form field, which are encoded as a whole later. */
export const asItIs: Encode = (value) => value;

/**
 * Fills every string in a JSON value. A string that is one placeholder and nothing else becomes the field's value
 * with its type, so that a number stays a number.
 *
 * @throws InvalidSecretError naming the field that is missing
 */
export function fillJson(template: unknown, values: PlaceholderValues): unknown {
  if (typeof template === "string") {
    const [only] = placeholdersIn(template);
    const alone = only && template === `{{${only.old ? "old." : ""}${only.field}}}`;
    return alone ? fieldValue(values, only.field, only.old) : fill(template, values, asItIs);
  }
  if (Array.isArray(template)) return template.map((item) => fillJson(item, values));
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fillJson(value, values)]));
}

/** A secret that cannot be used as it is. */
export function invalid(field: string, problem: string): InvalidSecretError {
  return new InvalidSecretError(
    field,
    `The secret cannot be rotated: "${field}" ${problem}. Store a corrected value and rotate again.`,
  );
}

function textOf(values: PlaceholderValues, field: string, old: boolean): string {
  return String(fieldValue(values, field, old));
}

/** An empty value is refused: DELETE /keys/ is another request than DELETE /keys/17. */
function fieldValue({ fields, old }: PlaceholderValues, field: string, ofOld: boolean): string | number {
  const from = ofOld ? old : fields;
  const value = from && Object.hasOwn(from, field) ? from[field] : undefined;
  if (value === undefined)
    throw invalid(field, `is missing, though "rotation" names {{${ofOld ? "old." : ""}${field}}}`);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value !== "string" || value === "")
    throw invalid(field, "must be text that is not empty, or a number");
  if (!value.isWellFormed()) throw invalid(field, "holds half a character, which cannot be sent");
  return value;
}
