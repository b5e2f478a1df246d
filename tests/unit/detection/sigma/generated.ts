import fc from "fast-check";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { aRecord } from "../../trail/a-record.ts";
import type { Condition, Entries, Selection, Value } from "./reference.ts";

const sources = ["kms.amazonaws.com", "KMS.amazonaws.com", "iam.amazonaws.com"];
const names = ["Decrypt", "decrypt", "Encrypt", "DisableKey"];

/** Few texts, so that rules and records often meet. */
const shortText = fc.string({ unit: fc.constantFrom(..."abAB\\*?. 1"), maxLength: 4 });
const pattern = fc.string({ unit: fc.constantFrom(..."abA*?\\. 1"), maxLength: 4 });

const values = new Map<string, fc.Arbitrary<Value>>([
  ["eventSource", fc.oneof(fc.constantFrom(...sources), fc.constantFrom("kms*", "*"))],
  ["eventName", fc.oneof(fc.constantFrom(...names), fc.constantFrom("*crypt", "D?crypt", "*"))],
  ["userIdentity.type", fc.constantFrom("IAMUser", "iamuser", "Root", "*")],
  ["errorCode", fc.constantFrom("AccessDenied", "accessdenied", "Access*", "")],
  ["requestParameters.text", fc.oneof(pattern, fc.integer({ min: 0, max: 2 }))],
  ["requestParameters.list.x", fc.oneof(pattern, fc.integer({ min: 0, max: 2 }))],
  ["requestParameters.dotted.name", pattern],
  ["requestParameters.absent", pattern],
]);

const textModifiers = fc.constantFrom(
  "",
  "",
  "|contains",
  "|startswith",
  "|endswith",
  "|cased",
  "|neq",
  "|contains|cased",
  "|contains|neq",
);

/** Most rules demand a source or name. */
const someField = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...[...values].slice(0, 2)) },
  { weight: 2, arbitrary: fc.constantFrom(...values) },
);

const entry: fc.Arbitrary<[string, Value | Value[]]> = someField.chain(([field, value]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constant(field), value) },
    {
      weight: 6,
      arbitrary: fc.tuple(
        textModifiers.map((m) => field + m),
        value,
      ),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(
        textModifiers.map((m) => field + m),
        fc.array(value, { minLength: 2, maxLength: 3 }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(
        fc.constant(`${field}|contains|all`),
        fc.array(value, { minLength: 2, maxLength: 3 }),
      ),
    },
    fc.tuple(fc.constant(`${field}|all`), fc.array(value, { minLength: 2, maxLength: 2 })),
    fc.tuple(fc.constant(field), fc.constant(null)),
    fc.tuple(fc.constant(`${field}|exists`), fc.boolean()),
    fc.tuple(
      fc.constantFrom("|lt", "|lte", "|gt", "|gte").map((m) => field + m),
      fc.integer({ min: 0, max: 2 }),
    ),
    fc.tuple(
      fc.constantFrom("|re", "|re|i").map((m) => field + m),
      fc.constantFrom("^a", "b$", "a.*b", "[ab]+1", "(a|b){2}", "crypt", "^$"),
    ),
  ),
);

const entries: fc.Arbitrary<Entries> = fc
  .array(entry, { minLength: 1, maxLength: 3 })
  .map((list) => Object.fromEntries(list));
const selection: fc.Arbitrary<Selection> = fc.oneof(
  { weight: 3, arbitrary: entries },
  { weight: 1, arbitrary: fc.array(entries, { minLength: 1, maxLength: 3 }) },
);

/** The selections of a rule. */
export const selections = fc.record({ s_a: selection, s_b: selection, f_c: selection });

/** A condition about those selections. */
export const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("s_a", "s_b", "f_c").map((name) => ({ name })),
    fc.record({ quantifier: fc.constantFrom("1", "all"), prefix: fc.constantFrom("s_", "f", "") }),
    fc.record({ not: tie("condition") }),
    fc.record({ and: fc.tuple(tie("condition"), tie("condition")) }),
    fc.record({ or: fc.tuple(tie("condition"), tie("condition")) }),
  ),
}));

const leaf = fc.oneof(shortText, fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.constant(null));

/** A record of the fields that the rules ask about. */
export const records: fc.Arbitrary<CloudTrailRecord> = fc
  .record({
    eventSource: fc.constantFrom(...sources),
    eventName: fc.constantFrom(...names),
    type: fc.constantFrom("IAMUser", "Root"),
    errorCode: fc.option(fc.constantFrom("AccessDenied", ""), { nil: undefined }),
    parameters: fc.record(
      {
        text: leaf,
        list: fc.oneof(
          fc.array(fc.record({ x: leaf }, { requiredKeys: [] }), { maxLength: 3 }),
          fc.record({ x: fc.array(leaf, { maxLength: 2 }) }),
        ),
        "dotted.name": leaf,
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ type, parameters, errorCode, ...rest }) =>
    aRecord({
      ...rest,
      userIdentity: { type },
      requestParameters: parameters,
      ...(errorCode !== undefined && { errorCode }),
    }),
  );
