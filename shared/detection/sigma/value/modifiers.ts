import { SigmaRefusal } from "../refusal.ts";

const comparisons = [
  "contains",
  "startswith",
  "endswith",
  "re",
  "exists",
  "cidr",
  "lt",
  "lte",
  "gt",
  "gte",
] as const;
const encodings = ["windash", "wide", "utf16", "utf16le", "utf16be", "base64", "base64offset"] as const;
const dateParts = ["minute", "hour", "day", "week", "month", "year"] as const;
const expressionFlags = ["i", "m", "s"] as const;

const others = ["all", "cased", "fieldref", "neq"] as const;

/** The modifiers that are followed. */
export const knownModifiers: readonly string[] = [
  ...comparisons,
  ...encodings,
  ...dateParts,
  ...expressionFlags,
  ...others,
];

/** How a field is compared with a value. */
export type Comparison = "equals" | (typeof comparisons)[number];
/** What a value is turned into before it is looked for. */
export type Encoding = (typeof encodings)[number];
/** What of a date is compared. */
export type DatePart = (typeof dateParts)[number];

/** The modifiers of a field, in order and checked against each other. */
export interface Modifiers {
  comparison: Comparison;
  encodings: readonly Encoding[];
  datePart: DatePart | undefined;
  flags: ReadonlySet<(typeof expressionFlags)[number]>;
  /** All values must hold, not one of them. */
  all: boolean;
  cased: boolean;
  /** The values are names of other fields of the record. */
  fieldref: boolean;
  /** The outcome is turned around. */
  neq: boolean;
}

/**
 * Reads modifiers as they stand behind a field's name ("Sigma Modifiers", version 2.1).
 *
 * @throws SigmaRefusal if one is unknown, cannot be followed here, or does not go with another
 */
export function parseModifiers(names: readonly string[]): Modifiers {
  const found = names.filter((name) => isOneOf(comparisons, name));
  const [comparison, second] = found;
  if (second !== undefined) throw new SigmaRefusal(`${comparison} and ${second} do not go together`);
  for (const name of names) checkKnown(name);
  const modifiers: Modifiers = {
    comparison: comparison !== undefined && isOneOf(comparisons, comparison) ? comparison : "equals",
    encodings: names.filter((name) => isOneOf(encodings, name)),
    datePart: names.find((name) => isOneOf(dateParts, name)),
    flags: new Set(names.filter((name) => isOneOf(expressionFlags, name))),
    all: names.includes("all"),
    cased: names.includes("cased"),
    fieldref: names.includes("fieldref"),
    neq: names.includes("neq"),
  };
  checkTogether(names, modifiers);
  return modifiers;
}

function checkKnown(name: string): void {
  if (name === "expand")
    throw new SigmaRefusal("placeholders (expand) are not filled in; write the values into the rule");
  if (!knownModifiers.includes(name))
    throw new SigmaRefusal(`the modifier ${name || "(empty)"} is not known`);
}

const ofTexts: readonly Comparison[] = ["equals", "contains", "startswith", "endswith"];

function checkTogether(names: readonly string[], modifiers: Modifiers): void {
  const { comparison, flags, datePart, fieldref, neq, all } = modifiers;
  const encoded = modifiers.encodings.length > 0;
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  const rules: [boolean, string][] = [
    [repeated !== undefined, `${repeated} is there twice`],
    [flags.size > 0 && comparison !== "re", "i, m and s belong behind re"],
    [encoded && !ofTexts.includes(comparison), `no encoding goes with ${comparison}`],
    [fieldref && (encoded || !ofTexts.includes(comparison)), "fieldref goes only with comparisons of texts"],
    [modifiers.cased && !ofTexts.includes(comparison), `cased does not go with ${comparison}`],
    [
      datePart !== undefined && isTextual(modifiers),
      `${datePart} is a number: it goes with lt, lte, gt, gte`,
    ],
    [names.filter((name) => isOneOf(dateParts, name)).length > 1, "only one part of a date can be compared"],
    [neq && (all || comparison === "exists"), `neq does not go with ${all ? "all" : "exists"}`],
    [
      encoded && comparison !== "equals" && lastEncoding(names) > names.indexOf(comparison),
      `encodings stand before ${comparison}`,
    ],
    [modifiers.encodings.lastIndexOf("windash") > 0, "windash stands before other encodings"],
    [
      names.includes("base64offset") && comparison !== "contains",
      "base64offset finds a part of a text: contains must follow it",
    ],
  ];
  for (const [wrong, why] of rules) if (wrong) throw new SigmaRefusal(why);
}

function isTextual({ comparison, fieldref, cased, encodings: encoded }: Modifiers): boolean {
  return (
    !["equals", "lt", "lte", "gt", "gte"].includes(comparison) || fieldref || cased || encoded.length > 0
  );
}

/** Where the last encoding stands; windash may stand behind, since it does not mind what is around a value. */
function lastEncoding(names: readonly string[]): number {
  return names.findLastIndex((name) => name !== "windash" && isOneOf(encodings, name));
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return names.some((one) => one === name);
}
