import { SigmaRefusal } from "../refusal.ts";

import { valuesAt } from "./at-path.ts";
import { partOfDate } from "./dates.ts";
import { encode } from "./encodings.ts";
import { expressionMatcher } from "./expressions.ts";
import { anyCharacters, globMatcher, type Piece, parseGlob } from "./glob.ts";
import type { Modifiers } from "./modifiers.ts";
import { networkMatcher } from "./networks.ts";
import { numberMatcher } from "./numbers.ts";
import { textsOf } from "./texts.ts";

/** What a rule may give a field to be compared with. */
export type Scalar = string | number | boolean | null;

/** Whether the values that a field has in a record are what one value of a rule asks for. */
export type Matcher = (values: readonly unknown[], record: unknown) => boolean;

/**
 * Makes a matcher of one value.
 *
 * @throws SigmaRefusal if the value is not of the kind that the modifiers need
 */
export function matcherOf(value: Scalar, modifiers: Modifiers): Matcher {
  if (value === null) return nullMatcher(modifiers);
  if (modifiers.fieldref) return referenceMatcher(String(value), modifiers);
  if (modifiers.datePart) {
    const { datePart } = modifiers;
    const holds = numberMatcher(modifiers.comparison, value);
    return (values) => values.some((one) => holds(partOfDate(datePart, one)));
  }
  switch (modifiers.comparison) {
    case "exists":
      return existsMatcher(value);
    case "lt":
    case "lte":
    case "gt":
    case "gte": {
      const holds = numberMatcher(modifiers.comparison, value);
      return (values) => values.some((one) => holds(numberOf(one)));
    }
    case "re": {
      const [insensitive, multiline, dotAll] = (["i", "m", "s"] as const).map((f) => modifiers.flags.has(f));
      return anyText(
        expressionMatcher(String(value), {
          insensitive: insensitive === true,
          multiline: multiline === true,
          dotAll: dotAll === true,
        }),
      );
    }
    case "cidr":
      return anyText(networkMatcher(String(value)));
    default:
      return textMatcher(parseGlob(String(value)), modifiers);
  }
}

function anyText(holds: (text: string) => boolean): Matcher {
  return (values) => values.some((one) => textsOf(one).some(holds));
}

function textMatcher(pieces: Piece[], { comparison, encodings, cased }: Modifiers): Matcher {
  const forms = encode(pieces, encodings).map((form) => globMatcher(around(form, comparison), cased));
  return anyText((text) => forms.some((form) => form(text)));
}

function around(pieces: Piece[], comparison: Modifiers["comparison"]): Piece[] {
  const before = comparison === "contains" || comparison === "endswith" ? [anyCharacters] : [];
  const behind = comparison === "contains" || comparison === "startswith" ? [anyCharacters] : [];
  return [...before, ...pieces, ...behind];
}

function nullMatcher({ comparison, encodings, fieldref, datePart, cased }: Modifiers): Matcher {
  if (comparison !== "equals" || encodings.length > 0 || fieldref || datePart || cased)
    throw new SigmaRefusal("null goes with no modifier");
  return (values) => values.length === 0 || values.includes(null);
}

function existsMatcher(value: Scalar): Matcher {
  if (typeof value !== "boolean") throw new SigmaRefusal("exists takes true or false");
  return (values) => values.length > 0 === value;
}

function referenceMatcher(field: string, { comparison, cased }: Modifiers): Matcher {
  const other = valuesAt(field);
  return (values, record) => {
    const texts = other(record).flatMap(textsOf);
    return values
      .flatMap(textsOf)
      .some((one) => texts.some((text) => globMatcher(around([text], comparison), cased)(one)));
  };
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : undefined;
}
