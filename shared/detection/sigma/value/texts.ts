/**
 * The texts that a value of a record is compared as: what it says, for a number or boolean as in JSON; the JSON of a
 * map, since rules ask whether `requestParameters` contains something. A policy is a text within that JSON: the
 * JSON without the backslashes before its quotation marks is compared too.
 */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [String(value)];
  const json = JSON.stringify(value);
  return json.includes('\\"') ? [json, json.replaceAll(backslashesBeforeQuote, '"')] : [json];
}

/** From the first of them on: looked for from each, a long row of them would take the square of its length. */
const backslashesBeforeQuote = /(?<!\\)\\+"/g;
