import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decrypt, keyArn, kmsCall, otherKeyArn, read, roleArn, session } from "../audit/records.ts";
import { gathered } from "./gathered.ts";

const at = (eventTime: string) => ({ eventTime });

describe("a report's keys and secrets", () => {
  it("tell how often each was used, by how many, and what failed, the most used first", async () => {
    const { resources, counted } = await gathered([
      decrypt({ userIdentity: session("one") }),
      decrypt({ userIdentity: session("two") }),
      decrypt({ errorCode: "AccessDenied" }),
      read("prod/db"),
    ]);
    expect(counted).toBe(4);
    expect(resources).toMatchObject([
      { kind: "key", name: keyArn, count: 3, failed: 1, principals: 2, region: "eu-central-1" },
      {
        kind: "secret",
        name: "111122223333/eu-central-1/prod/db",
        label: "prod/db",
        count: 1,
        principals: 1,
      },
    ]);
  });

  it("count an event once, however often it was delivered", async () => {
    const record = decrypt();
    expect((await gathered([record, record])).resources).toMatchObject([{ count: 1 }]);
  });

  it("leave out what was before the period, after it, and what is no use", async () => {
    const { resources } = await gathered([
      read("prod/db", at("2026-02-28T23:59:59Z")),
      read("prod/db", at("2026-03-04T00:00:00Z")),
      kmsCall("DescribeKey"),
    ]);
    expect(resources).toEqual([]);
  });

  it("tell of both keys of a ReEncrypt", async () => {
    const records = [kmsCall("ReEncrypt", { resources: [{ ARN: keyArn }, { ARN: otherKeyArn }] })];
    const { resources, counted } = await gathered(records);
    expect(resources.map(({ name }) => name).sort()).toEqual([otherKeyArn, keyArn].sort());
    expect(counted).toBe(1);
  });

  it("count by the hours of the time zone", async () => {
    const records = ["2026-03-01T00:30:00Z", "2026-03-01T00:59:59Z", "2026-03-02T10:00:00Z"].map((time) =>
      read("prod/db", { ...at(time), ...(time.includes("T10") && { errorCode: "AccessDenied" }) }),
    );
    const { resources, buckets } = await gathered(records, { timeZone: "Europe/Berlin" });
    const uses = resources[0]?.uses.map(([bucket, ...counts]) => [buckets.starts[bucket], ...counts]);
    expect(uses).toEqual([
      ["2026-03-01T01:00", 2, 0],
      ["2026-03-02T11:00", 1, 1],
    ]);
  });

  it("are called by the last alias that an event named, or that the account has now", async () => {
    const named = (alias: string, time: string) =>
      kmsCall("CreateAlias", { ...at(time), requestParameters: { aliasName: alias, targetKeyId: keyArn } });
    const records = [
      named("alias/new", "2026-03-02T00:00:00Z"),
      named("alias/old", "2026-03-01T00:00:00Z"),
      decrypt(),
    ];
    expect((await gathered(records)).resources).toMatchObject([{ label: "alias/new" }]);
    const account = { aliases: new Map([[keyArn, "alias/now"]]) };
    expect((await gathered(records, { account })).resources).toMatchObject([{ label: "alias/now" }]);
  });
});

describe("who uses what", () => {
  it("tells the principals of each key and secret, a role with all its sessions", async () => {
    const { pairs, resources, principals } = await gathered([
      decrypt({ userIdentity: session("one"), sourceIPAddress: "192.0.2.1" }),
      decrypt({ userIdentity: { ...session("two"), invokedBy: "s3.amazonaws.com" } }),
      kmsCall("GenerateDataKey", { userIdentity: session("one"), sourceIPAddress: "192.0.2.1" }),
      read("prod/db"),
    ]);
    const shown = pairs.map(({ resource, principal, ...pair }) => ({
      resource: resources[resource]?.name,
      principal: principals[principal]?.name,
      ...pair,
    }));
    expect(shown).toMatchObject([
      {
        resource: keyArn,
        principal: roleArn,
        count: 3,
        services: ["s3.amazonaws.com"],
        operations: [
          { name: "Decrypt", count: 2 },
          { name: "GenerateDataKey", count: 1 },
        ],
      },
      { resource: "111122223333/eu-central-1/prod/db", count: 1, services: [] },
    ]);
    expect(principals).toMatchObject([
      { label: "app", count: 3, resources: 1 },
      { label: "alice", count: 1, resources: 1 },
    ]);
  });

  it("does not depend on the order in which events come", async () => {
    const records = [
      ...["a", "b", "c"].flatMap((name, n) =>
        Array.from({ length: n + 2 }, (_, hour) =>
          read(name, { ...at(`2026-03-01T0${hour}:00:00Z`), userIdentity: session(`${name}${hour}`) }),
        ),
      ),
      decrypt(),
      kmsCall("Encrypt", { errorCode: "AccessDenied" }),
      kmsCall("CreateAlias", { requestParameters: { aliasName: "alias/a", targetKeyId: keyArn } }),
    ];
    const report = await gathered(records, { detections: [] });
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(records, { minLength: records.length }), async (shuffled) => {
        expect(await gathered(shuffled, { detections: [] })).toEqual(report);
      }),
      { numRuns: 30 },
    );
  });
});
