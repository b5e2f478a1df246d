import { describe, expect, it } from "vitest";
import { makeAccount, type Period } from "../../../../bench/synthetic-account/account/index.ts";
import { rotationsOf } from "../../../../bench/synthetic-account/account/secrets.ts";
import { rotations } from "../../../../bench/synthetic-account/actors/rotations.ts";
import { merge } from "../../../../bench/synthetic-account/stream/merge.ts";
import { friday } from "./some-traffic.ts";

const days = 24 * 60 * 60 * 1_000;
const period: Period = { from: friday.getTime(), until: friday.getTime() + 60 * days };
const account = makeAccount(7, period);
const { applications, keys, secrets, people } = account;

const begunWithin = (since: number) => since > period.from && since < period.until;

describe("the synthetic account", () => {
  it("has 500 secrets, 100 keys, 3,000 parameters and 200 principals, each under a name of its own", () => {
    const unique = (names: string[]) => new Set(names).size;

    expect(unique(secrets.map(({ arn }) => arn))).toBe(500);
    expect(unique(keys.map(({ arn }) => arn))).toBe(100);
    expect(unique(keys.map(({ alias, region }) => alias + region))).toBe(100);
    expect(unique(applications.flatMap(({ parameters }) => parameters))).toBeGreaterThan(3_000);
    const { jobs, deployers, roles, users } = account;
    const others = [...jobs, ...deployers, ...Object.values(roles), ...Object.values(users)];
    expect(applications.length + people.length + others.length).toBeGreaterThan(195);
  });

  it("has each application's secrets, keys and parameters in the application's region", () => {
    const elsewhere = applications.filter(({ region, dataKey, parameterKey, secrets: read }) =>
      [
        dataKey,
        parameterKey,
        ...read.map(({ secret }) => secret),
        ...read.map(({ secret }) => secret.key),
      ].some((one) => one.region !== region),
    );

    expect(elsewhere).toEqual([]);
  });

  it("changes in the course of time: new people, new applications, one more secret for an old one", () => {
    const lent = applications.flatMap((one) => one.secrets.filter(({ since }) => begunWithin(since)));

    expect(people.filter(({ since }) => begunWithin(since)).length).toBeGreaterThanOrEqual(3);
    expect(applications.filter(({ since }) => begunWithin(since)).length).toBeGreaterThanOrEqual(2);
    expect(lent.length).toBeGreaterThanOrEqual(8);
  });

  it("gives a secret another version with each rotation, and only then", () => {
    const secret = secrets.find(({ rotation }) => rotation?.every === 30 * days);
    const rotated = secret ? [...rotationsOf(secret, period.from, period.until)] : [];

    expect(rotated).toHaveLength(2);
    for (const at of rotated) expect(secret?.versionAt(at - 1)).not.toBe(secret?.versionAt(at));
    expect(secret?.versionAt((rotated[0] ?? 0) + 1)).toBe(secret?.versionAt((rotated[1] ?? 0) - 1));
  });

  it("has rotations that fail now and then, and succeed when they are tried again", () => {
    const ends = [...merge(rotations(account))].flatMap(({ record }) =>
      /^Rotation(Failed|Succeeded)$/.test(record.eventName)
        ? [{ ended: record.eventName, secret: record.additionalEventData?.SecretId }]
        : [],
    );
    const failures = ends.flatMap(({ ended }, index) => (ended === "RotationFailed" ? [index] : []));
    const endings = failures.map((index) =>
      ends.slice(index + 1).find(({ secret }) => secret === ends[index]?.secret),
    );

    expect(failures.length).toBeGreaterThan(0);
    expect(failures.length).toBeLessThan(ends.length / 20);
    for (const ending of endings) expect(ending?.ended).toBe("RotationSucceeded");
  });
});
