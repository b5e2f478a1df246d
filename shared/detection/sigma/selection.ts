import type { Expression } from "./expression.ts";
import { fieldTest, keywordTest } from "./field-test.ts";
import { SigmaRefusal } from "./refusal.ts";

/**
 * What a search identifier stands for: a map whose entries must all hold, or a list of maps and keywords of which one
 * must.
 *
 * @param given as the YAML has it, maps as `Map`
 * @throws SigmaRefusal if it is neither
 */
export function selectionOf(given: unknown): Expression {
  if (given instanceof Map) return mapOf(given);
  if (!Array.isArray(given))
    throw new SigmaRefusal("it must be a map of fields, or a list of maps or keywords");
  if (given.length === 0) throw new SigmaRefusal("the list is empty");
  const maps = given.filter((item) => item instanceof Map).map(mapOf);
  const keywords = given.filter((item) => !(item instanceof Map));
  return { kind: "or", of: keywords.length > 0 ? [...maps, ...keywords.map(keywordTest)] : maps };
}

function mapOf(map: ReadonlyMap<unknown, unknown>): Expression {
  if (map.size === 0) throw new SigmaRefusal("the map is empty, so that it would hold for every record");
  const of = [...map].map(([key, value]) => {
    if (typeof key !== "string" && typeof key !== "number")
      throw new SigmaRefusal("the name of a field must be a text");
    return fieldTest(String(key), value);
  });
  return { kind: "and", of };
}
