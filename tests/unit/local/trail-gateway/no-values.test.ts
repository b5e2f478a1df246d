import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fields, factsOf, operations } from "../../../../local/trail-gateway/operations/index.ts";
import { cloudTrailRecordSchema } from "../../../../shared/trail/index.ts";
import { recordsFor } from "./a-call.ts";

const canary = "CANARY-hunter2";

/** Fields of AWS's APIs that carry values, plaintext, ciphertext or credentials. */
const carriers = [
  "SecretString",
  "SecretBinary",
  "RandomPassword",
  "RotationToken",
  "Plaintext",
  "PrivateKeyPlaintext",
  "CiphertextBlob",
  "PrivateKeyCiphertextBlob",
  "CiphertextForRecipient",
  "EncryptedKeyMaterial",
  "ImportToken",
  "Message",
  "Signature",
  "Mac",
  "SharedSecret",
  "Value",
  "SecretAccessKey",
  "SessionToken",
  "TokenCode",
  "Credentials",
];

/** Names that the records' resources are taken from: of those it is no value that could be seen. */
const identifiers = [
  "ARN",
  "Arn",
  "Name",
  "VersionId",
  "SecretValues",
  "Parameter",
  "Parameters",
  "KeyMetadata",
];
const isIdentifier = (name: string) => identifiers.includes(name) || /(Id|Arn|AliasName)$/.test(name);

const isListed = (fields: Fields, name: string) =>
  fields.some((field) => (typeof field === "string" ? field === name : Object.hasOwn(field, name)));

const value = fc.string().map((text) => `${text}${canary}`);

/** Structures and lists of any depth, with the canary in every text. */
const { junk } = fc.letrec<{ junk: unknown; leaf: string }>((tie) => ({
  leaf: value,
  junk: fc.oneof(
    { maxDepth: 3, depthIdentifier: "junk" },
    tie("leaf"),
    fc.dictionary(fc.oneof(fc.constantFrom(...carriers), fc.string()), tie("junk"), { maxKeys: 3 }),
    fc.array(tie("junk"), { maxLength: 3 }),
  ),
}));
const structuredJunk = fc.dictionary(fc.constantFrom(...carriers), junk, { minKeys: 1, maxKeys: 3 });

/**
 * A structure with the listed fields, harmless where a record may show them, and junk wherever it must not be shown.
 *
 * @param isCarrier tells the fields that a record may not show even if they are listed
 */
function planted(
  fields: Fields,
  isCarrier: (name: string) => boolean,
): fc.Arbitrary<Record<string, unknown>> {
  const harmless = fc.oneof(fc.constant("shown"), structuredJunk, fc.array(structuredJunk));
  const listed = fields.flatMap((field): [string, fc.Arbitrary<unknown>][] =>
    typeof field === "string"
      ? [[field, isCarrier(field) ? value : harmless]]
      : Object.entries(field).map(([name, within]) => [name, plantedWithin(within)]),
  );
  const name = fc
    .oneof(fc.constantFrom(...carriers), fc.string())
    .filter((some) => !isListed(fields, some) && !isIdentifier(some));
  return fc
    .tuple(
      fc.record(Object.fromEntries(listed), { requiredKeys: [] }),
      fc.dictionary(name, junk, { maxKeys: 6 }),
    )
    .map(([shown, hidden]) => ({ ...hidden, ...shown }));
}

function plantedWithin(within: Fields | "map"): fc.Arbitrary<unknown> {
  if (within === "map")
    return fc.oneof(fc.record({ App: fc.constant("shown"), Other: structuredJunk }), value);
  // A tag has a value too, which is no secret.
  const structure = planted(within, (name) => name !== "Value" && carriers.includes(name));
  return fc.oneof(structure, fc.array(fc.oneof(structure, value), { maxLength: 3 }), value);
}

const everyOperation = Object.entries(operations).flatMap(([eventSource, listed]) =>
  [...Object.keys(listed), "SomethingNew", "GetSomethingNew"].map((eventName) => ({
    eventSource,
    eventName,
  })),
);

/** The first text in a value that holds the canary. */
function firstValue(from: unknown): string | undefined {
  if (typeof from === "string") return from.includes(canary) ? from : undefined;
  if (typeof from !== "object" || from === null) return undefined;
  for (const part of Object.values(from)) {
    const found = firstValue(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

const exchange = fc.constantFrom(...everyOperation).chain((operation) => {
  const facts = factsOf(operation.eventSource, operation.eventName);
  const isCarrier = (name: string) => carriers.includes(name);
  return fc.record({
    operation: fc.constant(operation),
    request: planted([...facts.request, ...(facts.additional ?? [])], isCarrier),
    body: planted([...facts.response, ...(facts.additional ?? [])], isCarrier),
    status: fc.constantFrom(200, 400),
  });
});

describe("the records of any call", () => {
  it("hold no value, plaintext or ciphertext, wherever in the request or the answer it stood", async () => {
    await fc.assert(
      fc.asyncProperty(exchange, async ({ operation, request, body, status }) => {
        const repeated = firstValue(request) ?? "";
        const error = { __type: "ValidationException", message: `1 error: '${repeated}' is wrong` };
        const answer = { status, requestId: undefined, body: status < 400 ? body : { ...body, ...error } };
        const records = await recordsFor({ ...operation, request }, answer);
        expect(JSON.stringify(records)).not.toContain(canary);
      }),
      { numRuns: 1_000 },
    );
  });

  it("are records that the functions can read, whatever was asked and answered", async () => {
    const json = fc.dictionary(
      fc.oneof(fc.constantFrom("SecretValues", "Parameter", "Parameters", "KeyMetadata", "ARN"), fc.string()),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...everyOperation),
        json,
        json,
        fc.constantFrom(200, 400, 500),
        async (operation, request, body, status) => {
          const records = await recordsFor({ ...operation, request }, { status, requestId: undefined, body });
          expect(records.length).toBeGreaterThan(0);
          for (const record of records) cloudTrailRecordSchema.parse(JSON.parse(JSON.stringify(record)));
        },
      ),
    );
  });
});
