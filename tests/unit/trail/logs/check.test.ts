import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cloudTrailRecordSchema } from "../../../../shared/trail/index.ts";
import { checkOf } from "../../../../shared/trail/logs/check.ts";
import { aRecord } from "../a-record.ts";
import { realRecords } from "../real-records.ts";

const check = checkOf(cloudTrailRecordSchema);

/** Values of all kinds, right ones for some members among them. */
const anyValue = fc.oneof(
  fc.constantFrom(undefined, null, "", "text", true, 7, [], {}, [{}], [{ ARN: "arn" }], [{ ARN: 7 }], [null]),
  fc.constantFrom(
    "2026-03-01T12:00:00Z",
    "2026-02-30T12:00:00Z",
    "2026-03-01T12:00:00.5Z",
    "2026-03-01T12:00:00+01:00",
  ),
  fc.constantFrom({ type: 7 }, { sessionContext: {} }, { sessionContext: { sessionIssuer: { arn: null } } }),
  fc.constantFrom({ sessionContext: null }, { sessionContext: { attributes: { mfaAuthenticated: "true" } } }),
);

describe("the check of records", () => {
  it("says of any record what the schema says", () => {
    const cares = fc.dictionary(fc.constantFrom(...Object.keys(cloudTrailRecordSchema.shape)), anyValue, {
      maxKeys: 3,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(cares, (cares) => {
        const record = { ...aRecord(), ...cares };
        expect(check(record)).toBe(cloudTrailRecordSchema.safeParse(record).success);
      }),
      { numRuns: 2_000 },
    );
  });

  it("says it of values that are no records", () => {
    fc.assert(
      fc.property(fc.oneof(anyValue, fc.jsonValue()), (value) => {
        expect(check(value)).toBe(cloudTrailRecordSchema.safeParse(value).success);
      }),
    );
  });

  it.each(realRecords.map((one) => [String(one.eventName), one] as const))(
    "takes the %s that CloudTrail wrote",
    (_, one) => {
      expect(check(one)).toBe(true);
    },
  );
});
