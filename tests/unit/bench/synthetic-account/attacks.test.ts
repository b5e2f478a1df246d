import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allAttacks, traffic } from "../../../../bench/synthetic-account/index.ts";
import { type CloudTrailRecord, keysOf, secretOf } from "../../../../shared/trail/index.ts";
import { friday, someTraffic } from "./some-traffic.ts";

const quiet = someTraffic({ attacks: [], days: 2 }).records;
const known = new Set(quiet.map(({ eventID }) => eventID));
const attacked = someTraffic({ days: 2 });
const ofAttacks = attacked.records.filter(({ eventID }) => !known.has(eventID));

/** Everything that a record says it is about. */
function mentions(record: CloudTrailRecord): string {
  return [JSON.stringify(record), ...keysOf(record), secretOf(record)].join(" ");
}

// Tens of thousands of records, on a machine that may be loaded.
describe("planted attacks", { timeout: 30_000 }, () => {
  it("leave all other records as they are", () => {
    const rest = attacked.records.filter(({ eventID }) => known.has(eventID));

    expect(rest.length).toBe(quiet.length);
    expect(rest.find((record, n) => JSON.stringify(record) !== JSON.stringify(quiet[n]))).toBeUndefined();
    expect(ofAttacks.length).toBeGreaterThan(allAttacks.length);
  });

  it("do what nobody else does", () => {
    const harmful = new Set([
      ...[
        "DisableKey",
        "ScheduleKeyDeletion",
        "DeleteImportedKeyMaterial",
        "ImportKeyMaterial",
        "UpdateAlias",
      ],
      ...["DisableKeyRotation", "CancelRotateSecret", "StopLogging", "DeleteTrail", "PutEventSelectors"],
    ]);
    const inQuiet = quiet.filter(
      (record) =>
        harmful.has(record.eventName) ||
        record.userIdentity.type === "Root" ||
        record.requestParameters?.forceDeleteWithoutRecovery === true ||
        /999988887777|rekey-prod-(?!rotate)|185\.220\./.test(JSON.stringify(record)),
    );

    expect(inQuiet).toEqual([]);
    for (const name of harmful) expect(ofAttacks.some(({ eventName }) => eventName === name)).toBe(true);
  });

  it("have ids, techniques of ATT&CK and something to notice, each attack its own", () => {
    expect(new Set(allAttacks.map(({ id }) => id)).size).toBe(allAttacks.length);
    for (const { id, technique, behaviours } of allAttacks) {
      expect(id).toMatch(/^[a-z-]+$/);
      expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
      expect(behaviours).not.toEqual([]);
    }
  });

  it.each(allAttacks.map(({ id }) => id))("%s is in the records, where it says that it is", (id) => {
    const planted = attacked.planted.find((one) => one.id === id);
    const from = Date.parse(planted?.from ?? "") - 1_000;
    const until = Date.parse(planted?.until ?? "");
    const within = ofAttacks.filter(({ eventTime }) => {
      const at = Date.parse(eventTime);
      return at >= from && at <= until;
    });
    const named = [...(planted?.principals ?? []), ...(planted?.resources ?? [])];
    const its = within.filter((record) => named.some((name) => mentions(record).includes(name)));

    expect(its).not.toEqual([]);
    for (const resource of planted?.resources.filter((name) => name.includes(":key/")).slice(-1) ?? []) {
      expect(its.some((record) => mentions(record).includes(resource))).toBe(true);
    }
  });

  it("have no record that no attack tells of", () => {
    const spans = attacked.planted.map(({ from, until, resources, principals }) => ({
      from: Date.parse(from) - 1_000,
      until: Date.parse(until) + 10_000,
      named: [...resources, ...principals],
    }));
    const strays = ofAttacks.filter((record) => {
      const at = Date.parse(record.eventTime);
      const text = mentions(record);
      const told = spans.some(
        ({ from, until, named }) => at >= from && at <= until && named.some((name) => text.includes(name)),
      );
      return !told && at >= attacked.measured.from.getTime();
    });

    expect(strays).toEqual([]);
  });

  it("lie on the measured day alone, but for those that need longer", () => {
    const early = attacked.planted.filter(({ from }) => Date.parse(from) < attacked.measured.from.getTime());

    expect(early.map(({ id }) => id).sort()).toEqual(["rotation-missed", "secret-reads-grow"]);
  });

  it("can be planted one by one", () => {
    const [one] = allAttacks;
    const { planted } = traffic({ seed: 1, from: friday, days: 1, attacks: one ? [one] : [] });

    expect(planted.map(({ id }) => id)).toEqual([one?.id]);
  });

  it("end within the measured day, whatever the seed", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { planted, measured } = traffic({ seed, from: friday, days: 3 });
        for (const { from, until } of planted) {
          expect(Date.parse(until)).toBeLessThanOrEqual(measured.until.getTime());
          expect(Date.parse(from)).toBeLessThan(Date.parse(until) + 1);
        }
      }),
      { numRuns: 10 },
    );
  });
});
