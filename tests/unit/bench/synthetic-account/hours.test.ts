import { describe, expect, it } from "vitest";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { someTraffic } from "./some-traffic.ts";

const { records } = someTraffic({ days: 2, attacks: [], eventsPerDay: 30_000 });

/** How many records of some kind there are in the hours of a day, both ends included; hours in UTC. */
function during(
  day: string,
  first: number,
  last: number,
  fits: (record: CloudTrailRecord) => boolean,
): number {
  return records.filter((record) => {
    const hour = Number(record.eventTime.slice(11, 13));
    return record.eventTime.startsWith(day) && hour >= first && hour <= last && fits(record);
  }).length;
}

const byPeople = ({ userIdentity }: CloudTrailRecord) =>
  userIdentity.arn?.includes("AWSReservedSSO") ?? false;
const byCustomers = ({ requestParameters, eventName }: CloudTrailRecord) =>
  eventName === "Decrypt" && JSON.stringify(requestParameters).includes("dynamodb");
const byJobs = ({ userIdentity }: CloudTrailRecord) => userIdentity.arn?.includes("/nightly-job-") ?? false;

const [friday, saturday] = ["2026-03-06", "2026-03-07"];

describe("the hours of the synthetic account", () => {
  it("have people at work by day and hardly any at night", () => {
    expect(during(friday, 8, 10, byPeople)).toBeGreaterThan(20 * during(friday, 0, 2, byPeople));
  });

  it("have a weekend", () => {
    expect(during(saturday, 0, 23, byPeople)).toBeLessThan(during(friday, 0, 23, byPeople) / 5);
    expect(during(saturday, 0, 23, byCustomers)).toBeLessThan(during(friday, 0, 23, byCustomers) * 0.8);
  });

  it("have customers all day, most of them by day, and fewer at lunch", () => {
    expect(during(friday, 1, 3, byCustomers)).toBeGreaterThan(0);
    expect(during(friday, 8, 10, byCustomers)).toBeGreaterThan(2.5 * during(friday, 1, 3, byCustomers));
    expect(during(friday, 11, 11, byCustomers)).toBeLessThan(during(friday, 9, 9, byCustomers) * 0.85);
  });

  it("have batch jobs at night alone", () => {
    expect(during(friday, 0, 5, byJobs)).toBeGreaterThan(500);
    expect(during(friday, 7, 23, byJobs)).toBe(0);
  });
});
