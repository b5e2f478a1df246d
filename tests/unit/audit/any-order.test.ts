import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activity,
  changes,
  count,
  deleted,
  denied,
  grantUse,
  parseResource,
  stillUsed,
  whoUsed,
} from "../../../shared/audit/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import { answerTo, decrypt, keyArn, kmsCall, otherKeyArn, read, roleArn, session } from "./records.ts";

const aRecordOf = fc
  .record({
    make: fc.constantFrom(
      (cares: Partial<CloudTrailRecord>) => decrypt(cares),
      (cares: Partial<CloudTrailRecord>) => decrypt({ key: otherKeyArn, ...cares }),
      (cares: Partial<CloudTrailRecord>) => kmsCall("DisableKey", cares),
      (cares: Partial<CloudTrailRecord>) => kmsCall("EnableKey", cares),
      (cares: Partial<CloudTrailRecord>) => kmsCall("ScheduleKeyDeletion", cares),
      (cares: Partial<CloudTrailRecord>) =>
        kmsCall("UpdateAlias", {
          requestParameters: { aliasName: "alias/a", targetKeyId: keyArn },
          ...cares,
        }),
      (cares: Partial<CloudTrailRecord>) => read("prod/db", cares),
    ),
    hour: fc.integer({ min: 0, max: 99 }),
    name: fc.constantFrom("a", "b", "c"),
    errorCode: fc.constantFrom(undefined, undefined, "AccessDenied"),
  })
  .map(({ make, hour, name, errorCode }) =>
    make({
      eventTime: new Date(Date.parse("2026-03-02T00:00:00Z") + hour * 3_600_000)
        .toISOString()
        .replace(".000", ""),
      userIdentity: session(name),
      ...(errorCode && { errorCode }),
    }),
  );

describe("every question", () => {
  it("has the same answer whatever the order of the events is, and however often they come", async () => {
    const questions = () => [
      whoUsed(parseResource(keyArn)),
      whoUsed(parseResource("alias/a")),
      whoUsed(parseResource("prod/*")),
      stillUsed({ kind: "key", id: keyArn.slice(-36), arn: keyArn }),
      grantUse(parseResource(keyArn), [{ id: "g", grantee: roleArn, operations: ["Decrypt"] }]),
      count(parseResource(keyArn), { by: "hour", timeZone: "Europe/Berlin" }),
      count(parseResource(keyArn), { by: "principal", timeZone: "UTC" }),
      deleted("all", new Date("2026-03-20T00:00:00Z")),
      changes(parseResource(keyArn)),
      activity({ kind: "principal", text: "app" }),
      denied(),
    ];
    const shuffled = fc.array(aRecordOf, { maxLength: 30 }).chain((records) =>
      fc.tuple(
        fc.constant(records),
        fc.shuffledSubarray([...records, ...records], {
          minLength: 2 * records.length,
          maxLength: 2 * records.length,
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([records, others]) => {
        for (const [index, question] of questions().entries()) {
          const again = questions()[index];
          expect(await answerTo<unknown>(again ?? question, others)).toEqual(
            await answerTo<unknown>(question, records),
          );
        }
      }),
      { numRuns: 50 },
    );
  });
});
