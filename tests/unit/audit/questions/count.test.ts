import { describe, expect, it } from "vitest";
import { type CountedBy, count, parseResource } from "../../../../shared/audit/index.ts";
import { answerTo, read, session } from "../records.ts";

const countOf = (by: CountedBy, records: Parameters<typeof answerTo>[1], timeZone = "UTC") =>
  answerTo(count(parseResource("prod/db"), { by, timeZone }), records);
const at = (eventTime: string) => read("prod/db", { eventTime });
const groups = async (...args: Parameters<typeof countOf>) =>
  (await countOf(...args)).groups.map(({ name, count }) => [name, count]);

describe("how many times a secret was retrieved", () => {
  it("is counted by day, with the days between on which it was not", async () => {
    const records = [at("2026-03-01T23:30:00Z"), at("2026-03-03T01:00:00Z"), at("2026-03-03T02:00:00Z")];
    expect(await groups("day", records)).toEqual([
      ["2026-03-01", 1],
      ["2026-03-02", 0],
      ["2026-03-03", 2],
    ]);
  });

  it("is counted by the days and hours of a time zone", async () => {
    const records = [at("2026-03-01T23:30:00Z"), at("2026-03-02T01:10:00Z")];
    expect(await groups("day", records, "Europe/Berlin")).toEqual([["2026-03-02", 2]]);
    expect(await groups("hour", records, "Asia/Kolkata")).toEqual([
      ["2026-03-02 05:00", 1],
      ["2026-03-02 06:00", 1],
    ]);
  });

  it("goes on where the clock is put forward", async () => {
    const records = [at("2026-03-29T00:30:00Z"), at("2026-03-29T02:30:00Z")];
    expect(await groups("hour", records, "Europe/Berlin")).toEqual([
      ["2026-03-29 01:00", 1],
      ["2026-03-29 03:00", 0],
      ["2026-03-29 04:00", 1],
    ]);
  });

  it("is counted by principal and network, the most frequent first", async () => {
    const records = [
      read("prod/db", { userIdentity: session("a"), sourceIPAddress: "198.51.100.4" }),
      read("prod/db", { userIdentity: session("b"), sourceIPAddress: "198.51.100.9" }),
      read("prod/db", { vpcEndpointId: "vpce-1" }),
    ];
    expect(await groups("principal", records)).toEqual([
      ["arn:aws:iam::111122223333:role/service/app", 2],
      ["arn:aws:iam::111122223333:user/alice", 1],
    ]);
    expect(await groups("network", records)).toEqual([
      ["198.51.100.0/24", 2],
      ["vpce-1", 1],
    ]);
  });

  it("tells retrievals that failed apart, and counts none outside the period", async () => {
    const records = [
      at("2026-03-05T00:00:00Z"),
      { ...at("2026-03-05T00:00:01Z"), errorCode: "AccessDenied" },
      at("2026-02-28T23:59:59Z"),
      at("2026-04-01T00:00:00Z"),
    ];
    expect(await countOf("day", records)).toMatchObject({
      count: 2,
      failed: 1,
      groups: [{ count: 2, failed: 1 }],
    });
  });
});
