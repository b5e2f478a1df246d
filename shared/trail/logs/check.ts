import * as z from "zod";

/** Tells whether a value is as its schema wants it. */
export type Check = (value: unknown) => boolean;

/**
 * Makes a check of values that come from `JSON.parse` out of a schema. It says what the schema's own parser says, but
 * neither copies a value nor collects what is wrong with it: over log files the parser takes as long as `JSON.parse`.
 * Schemas that are not made of optional members, times, loose objects and lists are asked themselves.
 */
export function checkOf(schema: z.core.$ZodType): Check {
  if (schema instanceof z.ZodOptional) {
    const inner = checkOf(schema.unwrap());
    return (value) => value === undefined || inner(value);
  }
  if (schema instanceof z.ZodNullable) {
    const inner = checkOf(schema.unwrap());
    return (value) => value === null || inner(value);
  }
  if (schema instanceof z.ZodString && schema.def.checks?.every(isMinimum) !== false) {
    const minimum = schema.minLength ?? 0;
    return (value) => typeof value === "string" && value.length >= minimum;
  }
  if (schema instanceof z.ZodISODateTime && !schema.def.checks?.length && schema.def.pattern) {
    const { pattern } = schema.def;
    return (value) => typeof value === "string" && pattern.test(value);
  }
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === "boolean";
  if (schema instanceof z.ZodArray && !schema.def.checks?.length) {
    const inner = checkOf(schema.element);
    return (value) => Array.isArray(value) && value.every(inner);
  }
  if (schema instanceof z.ZodObject && schema.def.catchall instanceof z.ZodUnknown) {
    const members = Object.entries(schema.shape).map(([name, member]) => [name, checkOf(member)] as const);
    return (value) => isObject(value) && members.every(([name, check]) => check(value[name]));
  }
  if (schema instanceof z.ZodRecord && schema.valueType instanceof z.ZodUnknown) return isObject;
  return (value) => z.safeParse(schema, value).success;
}

function isMinimum(check: z.core.$ZodCheck<never>): boolean {
  return check._zod.def.check === "min_length";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
