import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { catalogue, type Detection, examplesById } from "../../../../shared/detection/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { settingsWith } from "../settings-with.ts";

const settings = settingsWith({ decoys: ["prod/decoy"], trustedAccounts: ["444455556666"] });
const all = catalogue(settings).map(({ detection }) => detection);

/** Asks a detection all that an evaluator may ask it about a record. */
function ask(detection: Detection, record: CloudTrailRecord): string[] {
  if (!detection.matches(record)) return [];
  const { severity, remedy } = detection;
  const entity = detection.entity(record);
  if (detection.kind === "sequence")
    for (const step of detection.steps) if (step.matches(record)) step.distinct?.(record);
  if (detection.kind === "absence")
    return [String(detection.expects(record)), String(detection.fulfils(record))];
  if (detection.kind === "threshold") detection.distinct?.(record);
  if (detection.kind === "first-seen") detection.value(record);
  return [
    String(entity),
    typeof severity === "string" ? severity : severity(record),
    typeof remedy === "string" ? remedy : remedy(record),
    ...(detection.resources?.(record) ?? []),
    ...(detection.kind === "match" ? [detection.why(record)] : []),
  ];
}

/** What an intruder may put into a request, and AWS might record one day. */
const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  // Names that JavaScript gives a meaning.
  fc.constantFrom({ toString: 1, valueOf: 2 }, { constructor: null }, [{ toString: {} }], { length: -1 }),
);
const strangeParameters = fc.dictionary(fc.string(), strange, { maxKeys: 4 });

/** The parameters, with a value in the place of one that stands anywhere within. */
function plant(
  parameters: CloudTrailRecord["requestParameters"],
  place: number,
  value: unknown,
): CloudTrailRecord["requestParameters"] {
  let at = 0;
  const planted: unknown = JSON.parse(JSON.stringify(parameters ?? null), (_, one) =>
    at++ === place ? value : one,
  );
  return requestSchema.parse(planted);
}

const requestSchema = z.record(z.string(), z.unknown()).nullish().catch(null);

describe("a detection", () => {
  it.each(all.map((detection) => [detection.id, detection] as const))(
    "%s takes whatever request there may be: each parameter of its examples is another thing once",
    (id, detection) => {
      const records = [...(examplesById[id]?.fires ?? []), ...(examplesById[id]?.silent ?? [])].flatMap(
        (example) => example.records.slice(0, 3),
      );
      fc.assert(
        fc.property(
          fc.constantFrom(...records),
          strange,
          strangeParameters,
          fc.nat(30),
          (record, value, others, place) => {
            const planted = plant(record.requestParameters, place, value);
            expect(ask(detection, { ...record, requestParameters: planted })).toBeInstanceOf(Array);
            const keys = Object.keys(record.requestParameters ?? {});
            for (const key of keys) {
              const requestParameters = { ...record.requestParameters, ...others, [key]: value };
              expect(ask(detection, { ...record, requestParameters })).toBeInstanceOf(Array);
            }
            const bare = { ...record, requestParameters: null, userAgent: null, userIdentity: {} };
            expect(
              ask(detection, { ...bare, sourceIPAddress: undefined, resources: undefined }),
            ).toBeInstanceOf(Array);
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});
