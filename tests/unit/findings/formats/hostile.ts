import fc from "fast-check";
import { type Finding, mostEventIds, severities } from "../../../../shared/findings/index.ts";
import { aFinding } from "../a-finding.ts";

/** Text with whatever characters, also those that formats give a meaning, and halves of characters. */
const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength }),
    fc.string({
      unit: fc.constantFrom("<", "!", "&", ">", "\ud83d", "\ude00", "*", "[x](y)"),
      minLength: 1,
      maxLength,
    }),
  );

const time = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

/** A finding in which everything is as long, as odd and as many as can be. */
export const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    status: fc.constantFrom("NEW" as const, "UPDATED" as const, "CLOSED" as const),
    severity: fc.constantFrom(...severities),
    technique: fc.constantFrom("", "T1485", "T1555.006"),
    title: text(400),
    why: text(5_000),
    remedy: text(5_000),
    entity: text(3_000),
    principal: text(3_000),
    eventName: text(300),
    sourceIPAddress: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant("kms.amazonaws.com"), text(50)),
    userAgent: text(2_000),
    resources: fc.array(text(2_000), { maxLength: 40 }),
    eventIds: fc.array(fc.uuid(), { maxLength: mostEventIds }),
    firstSeen: time,
    lastSeen: time,
    updatedAt: time,
    count: fc.integer({ min: 1, max: 1_000_000 }),
    revision: fc.integer({ min: 1, max: 1_000 }),
    atLeast: fc.boolean(),
    supersedes: fc.array(fc.string({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 20 }),
  })
  .map((cares) => aFinding(cares));
