import fc from "fast-check";

/** A way to write JSON down. */
export interface Style {
  /** What stands after braces, brackets, commas and colons. */
  blank: string;
  /** Every so many characters of a string are written as `\uXXXX`; 0 for none that need not be. */
  escapeEvery: number;
}

/** Ways to write JSON down, CloudTrail's own among them. */
export const style: fc.Arbitrary<Style> = fc.oneof(
  fc.constant({ blank: "", escapeEvery: 0 }),
  fc.record({
    blank: fc.constantFrom("", " ", "\t", " \r\n  "),
    escapeEvery: fc.constantFrom(0, 0, 1, 3),
  }),
);

/** Strings that look like JSON. */
export const trickyText: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...'{}[]",:\\ \n\té💥a7'.split(""),
      "},{",
      '"}',
      '{"',
      '{"eventVersion":"1.11"',
      '"eventSource":"kms.amazonaws.com"',
      ',"eventSource":"',
      "eventSource",
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

/**
 * Names that look like JSON. None with a backslash: where V8 has met an object with a member of that name, its
 * JSON.parse takes other escaped names for it (seen in 13.6: `{"\\\\":1}`, then `{"\\u005d":1}`).
 */
export const trickyName: fc.Arbitrary<string> = trickyText.map((text) => text.replaceAll("\\", "/"));

/** JSON values that look like records where they are none. */
export const trickyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.oneof(
      trickyText,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(trickyName, fc.constantFrom("eventVersion", "eventSource", "eventName", "Records", "detail")),
      fc.oneof(tie("value"), fc.constantFrom("kms.amazonaws.com", "ec2.amazonaws.com")),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

/** Writes a value down as JSON. */
export function write(value: unknown, style: Style): string {
  const { blank } = style;
  if (typeof value === "string") return writeString(value, style);
  if (Array.isArray(value))
    return `[${blank}${value.map((item) => write(item, style)).join(`,${blank}`)}${blank}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${writeString(name, style)}${blank}:${blank}${write(member, style)}`);
  return `{${blank}${members.join(`,${blank}`)}${blank}}`;
}

function writeString(text: string, { escapeEvery }: Style): string {
  if (escapeEvery === 0) return JSON.stringify(text);
  const characters = text.split("").map((character, index) => {
    if (index % escapeEvery !== 0) return JSON.stringify(character).slice(1, -1);
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${characters.join("")}"`;
}
