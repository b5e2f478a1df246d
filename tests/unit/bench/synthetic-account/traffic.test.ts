import { describe, expect, it } from "vitest";
import { allAttacks, traffic } from "../../../../bench/synthetic-account/index.ts";
import {
  type CloudTrailRecord,
  cloudTrailRecordSchema,
  principalOf,
} from "../../../../shared/trail/index.ts";
import { countByEvent, friday, someTraffic } from "./some-traffic.ts";

const { records, planted } = someTraffic();
const written = records.map((record) => JSON.stringify(record));
const quiet = someTraffic({ attacks: [] }).records;
const busy = someTraffic({ attacks: [], eventsPerDay: 30_000 }).records;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

// Tens of thousands of records, on a machine that may be loaded.
describe("traffic", { timeout: 30_000 }, () => {
  it("is the same for the same seed", () => {
    const again = someTraffic();

    expect(again.records.length).toBe(records.length);
    const other = again.records.find((record, n) => JSON.stringify(record) !== written[n]);
    expect(other).toBeUndefined();
    expect(again.planted).toEqual(planted);
  });

  it("is other for another seed", () => {
    const other = new Set(someTraffic({ seed: 8, attacks: [] }).records.map(({ eventID }) => eventID));

    expect(records.some(({ eventID }) => other.has(eventID))).toBe(false);
  });

  it("is in the order of time, within its days", () => {
    const times = records.map(({ eventTime }) => eventTime);

    expect(times).toEqual(times.toSorted());
    expect(times[0]?.slice(0, 10)).toBe("2026-03-06");
    expect(times.at(-1)?.slice(0, 10)).toBe("2026-03-06");
  });

  it("gives each record an id of its own, as CloudTrail writes ids", () => {
    const ids = records.map(({ eventID }) => eventID);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
  });

  it("has only records that Rekey can read", () => {
    const wrong = records.filter((record) => !cloudTrailRecordSchema.safeParse(record).success);

    expect(wrong).toEqual([]);
  });

  it("names a principal, an address and an account in each record, and leaves nothing undefined", () => {
    const nameless = records.filter(
      (record) =>
        /undefined|unknown/.test(principalOf(record).id) ||
        !record.sourceIPAddress ||
        record.recipientAccountId !== "111122223333",
    );

    expect(nameless).toEqual([]);
    expect(written.filter((text) => /undefined|NaN|\[object/.test(text))).toEqual([]);
  });

  it("is of about 200 principals, 500 secrets, and keys in three regions", () => {
    const roles = new Set(records.map((record) => principalOf(record).id));
    const people = new Set(
      records.map(({ userIdentity: { arn = "" } }) => arn).filter((arn) => arn.includes("AWSReservedSSO")),
    );
    const secrets = records.flatMap(({ eventName, requestParameters }) =>
      eventName === "DescribeSecret" ? [String(requestParameters?.secretId)] : [],
    );

    expect(roles.size + people.size).toBeGreaterThan(180);
    expect(new Set(secrets).size).toBe(500);
    expect(new Set(records.map(({ awsRegion }) => awsRegion)).size).toBeGreaterThanOrEqual(3);
  });

  it("is mostly uses of keys and reads of secrets, and a little of everything else", () => {
    const counts = countByEvent(busy);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const share = (...names: string[]) => names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0) / all;

    expect(all).toBeGreaterThan(24_000);
    expect(all).toBeLessThan(36_000);
    expect(share("Decrypt")).toBeGreaterThan(0.35);
    expect(share("GenerateDataKey")).toBeGreaterThan(0.08);
    expect(share("GetSecretValue")).toBeGreaterThan(0.1);
    for (const name of ["RotationSucceeded", "CreateGrant", "GetParametersByPath", "BatchGetSecretValue"]) {
      expect(share(name)).toBeGreaterThan(0);
      expect(share(name)).toBeLessThan(0.05);
    }
  });

  it("makes more records where more are asked for, and no more people", () => {
    const count = (all: CloudTrailRecord[], ofPeople: boolean) =>
      all.filter(({ userIdentity }) => userIdentity.arn?.includes("AWSReservedSSO") === ofPeople).length;
    expect(busy.length).toBeGreaterThan(quiet.length * 1.8);
    expect(count(busy, true)).toBe(count(quiet, true));
  });

  it("is made as it is asked for: a year of the busiest account begins at once", () => {
    const year = traffic({ seed: 1, from: friday, days: 365, eventsPerDay: 1_000_000 });

    expect(year.records.next().value?.eventTime).toBe("2026-03-06T00:00:00Z");
    expect(year.planted).toHaveLength(allAttacks.length);
  });

  it("refuses to be of no day", () => {
    expect(() => traffic({ seed: 1, from: friday, days: 0 })).toThrow(RangeError);
  });
});
