import type { CloudTrailRecord } from "../../trail/index.ts";
import type { FieldTest } from "./expression.ts";
import { SigmaRefusal } from "./refusal.ts";
import { valuesAt } from "./value/at-path.ts";
import { literalOf, parseGlob } from "./value/glob.ts";
import { type Matcher, matcherOf, type Scalar } from "./value/matcher.ts";
import { type Modifiers, parseModifiers } from "./value/modifiers.ts";
import { textsOf } from "./value/texts.ts";

/**
 * Makes a test of one entry of a selection: a field with modifiers, and a value or a list of values.
 *
 * @param key such as `userAgent|contains|all`; without a field, such as `|all`, it is about the whole record
 * @throws SigmaRefusal naming the entry
 */
export function fieldTest(key: string, given: unknown): FieldTest {
  const [field = "", ...names] = key.split("|");
  try {
    const modifiers = parseModifiers(names);
    const values = scalarsOf(given);
    if (modifiers.all && values.length < 2)
      throw new SigmaRefusal("all needs more than one value; with one it says nothing");
    return field === "" ? wholeRecord(values, modifiers) : ofField(field, values, modifiers);
  } catch (error) {
    if (error instanceof SigmaRefusal) throw new SigmaRefusal(`${key}: ${error.message}`);
    throw error;
  }
}

/** Words to be found anywhere in a record: one of them is enough. */
export function keywordTest(given: unknown): FieldTest {
  return fieldTest("", given);
}

function ofField(field: string, values: readonly Scalar[], modifiers: Modifiers): FieldTest {
  const valuesOf = valuesAt(field);
  const matches = joined(values, modifiers);
  const only = modifiers.all ? undefined : onlyThese(values, modifiers);
  const holds = (record: CloudTrailRecord) => matches(valuesOf(record), record);
  return { kind: "test", field, holds, ...(only && { only }) };
}

function wholeRecord(values: readonly Scalar[], modifiers: Modifiers): FieldTest {
  const { comparison } = modifiers;
  if (!["equals", "contains", "re"].includes(comparison) || modifiers.fieldref || modifiers.datePart)
    throw new SigmaRefusal(
      "keywords can only be searched for, or with re; give a field for other comparisons",
    );
  if (values.includes(null)) throw new SigmaRefusal("null is no keyword");
  const matches = joined(values, { ...modifiers, comparison: comparison === "re" ? "re" : "contains" });
  return { kind: "test", holds: (record) => matches(textsOfRecord(record), record) };
}

function joined(values: readonly Scalar[], modifiers: Modifiers): Matcher {
  const matchers = values.map((value) => matcherOf(value, modifiers));
  const holds: Matcher = modifiers.all
    ? (found, record) => matchers.every((matches) => matches(found, record))
    : (found, record) => matchers.some((matches) => matches(found, record));
  return modifiers.neq ? (found, record) => !holds(found, record) : holds;
}

/** The values that a field must have one of, where that is all the test says. */
function onlyThese(values: readonly Scalar[], modifiers: Modifiers): readonly string[] | undefined {
  const { comparison, neq, fieldref, datePart, encodings } = modifiers;
  if (comparison !== "equals" || neq || fieldref || datePart || encodings.length > 0) return undefined;
  const literals = values.flatMap((value) =>
    value === null ? [] : (literalOf(parseGlob(String(value))) ?? []),
  );
  return literals.length === values.length ? literals : undefined;
}

function scalarsOf(given: unknown): readonly Scalar[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw new SigmaRefusal("there is no value");
  const scalars = list.filter(isScalar);
  if (scalars.length < list.length)
    throw new SigmaRefusal("a value must be a text, a number, true, false or null");
  if (list.length > 1 && scalars.includes(null))
    throw new SigmaRefusal("null cannot stand in a list; give it a selection of its own");
  return scalars;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** Several rules with keywords ask about the same record. */
const knownTexts = new WeakMap<CloudTrailRecord, readonly string[]>();

function textsOfRecord(record: CloudTrailRecord): readonly string[] {
  const known = knownTexts.get(record) ?? textsOf(record);
  knownTexts.set(record, known);
  return known;
}
