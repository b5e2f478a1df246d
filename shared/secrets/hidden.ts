import { inspect } from "node:util";

/** What is printed instead of a value. */
const hidden = "[hidden]";

/**
 * Makes an object's own fields unreadable in what is printed of it: console.log, util.inspect and JSON.stringify show
 * names alone. The fields stay as they are; a copy (`{ ...object }`) or a field taken out prints as any other value.
 */
export function hideFields<T>(value: T): T {
  if (typeof value !== "object" || value === null || !Object.isExtensible(value)) return value;
  const shown = () =>
    Array.isArray(value) ? hidden : Object.fromEntries(Object.keys(value).map((name) => [name, hidden]));
  // One object may be hidden twice, where a schema makes the same one of every value.
  const property = { value: shown, configurable: true };
  Object.defineProperties(value, { [inspect.custom]: property, toJSON: property });
  return value;
}
