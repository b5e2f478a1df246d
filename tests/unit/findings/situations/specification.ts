import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Finding,
  memorySituations,
  mostEventIds,
  type Signal,
  type SituationStore,
  situations,
} from "../../../../shared/findings/index.ts";
import { aSignal, eventTime, moment } from "./a-signal.ts";

/** What is true of situations wherever they are kept. Each test has an entity of its own: they share the store. */
export function specifySituations(store: () => SituationStore, options: { numRuns: number }): void {
  const merge = (signals: Signal[], now = moment(0)) => situations(store()).merge(signals, now);
  const close = (now: Date) => situations(store()).close(now);
  const anEntity = () => `arn:aws:kms:eu-central-1:111122223333:key/${randomUUID()}`;
  const of =
    (entity: string) =>
    (second: number, cares: Partial<Signal> = {}) =>
      aSignal(second, { entity, ...cares });
  const about = (entity: string, findings: readonly Finding[]) =>
    findings.filter((finding) => finding.entity === entity);

  describe("a situation", () => {
    it("begins with a new finding that tells what the signal tells", async () => {
      const signal = of(anEntity())(0);
      const [finding, ...more] = await merge([signal], moment(5));
      const { quietSeconds, ...told } = signal;
      expect(more).toEqual([]);
      expect(finding).toEqual({
        ...told,
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        revision: 1,
        status: "NEW",
        updatedAt: moment(5).toISOString(),
        atLeast: false,
      });
    });

    it("lasts as long as its events follow each other: count, time and events of one finding rise", async () => {
      const at = of(anEntity());
      const [begun] = await merge([at(0)]);
      await merge([at(600)]);
      const [finding, ...more] = await merge([at(1_200)], moment(1_205));
      expect(more).toEqual([]);
      expect(finding).toMatchObject({
        id: begun?.id,
        revision: 3,
        status: "UPDATED",
        count: 3,
        firstSeen: eventTime(0),
        lastSeen: eventTime(1_200),
        eventIds: ["event-1200", "event-600", "event-0"],
        updatedAt: moment(1_205).toISOString(),
      });
    });

    it("is another one after a longer pause", async () => {
      const at = of(anEntity());
      const [one, other] = await merge([at(0), at(601)]);
      expect([one?.status, other?.status]).toEqual(["NEW", "NEW"]);
      expect(one?.id).not.toBe(other?.id);
    });

    it.each(["ruleId", "accountId", "region", "entity"] as const)("is of one %s", async (field) => {
      const at = of(anEntity());
      const findings = await merge([at(0), at(0, { [field]: `other-${randomUUID()}` })]);
      expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
      expect(findings.map(({ status }) => status)).toEqual(["NEW", "NEW"]);
    });

    it("is as severe as its most severe signal was, and tells of that one", async () => {
      const at = of(anEntity());
      await merge([at(0, { severity: "HIGH", why: "high" })]);
      const [risen] = await merge([at(10, { severity: "CRITICAL", why: "critical" })]);
      const [sunk] = await merge([at(20, { severity: "LOW", why: "low" })]);
      expect(risen).toMatchObject({ severity: "CRITICAL", why: "critical" });
      expect(sunk).toMatchObject({ severity: "CRITICAL", why: "critical", lastSeen: eventTime(20) });
    });

    it("names the latest events and no more than a finding may", async () => {
      const at = of(anEntity());
      const [finding] = await merge(Array.from({ length: 30 }, (_, second) => at(second)));
      expect(finding?.eventIds).toHaveLength(mostEventIds);
      expect(finding?.eventIds[0]).toBe("event-29");
      expect(finding).toMatchObject({ count: 30, atLeast: false });
    });

    it("has at least the largest count where signals do not name all events", async () => {
      const at = of(anEntity());
      const [finding] = await merge([
        at(10, { count: 101, eventIds: ["a"] }),
        at(20, { count: 250, eventIds: ["b"] }),
        at(30, { count: 120, eventIds: ["c"] }),
      ]);
      expect(finding).toMatchObject({ count: 250, atLeast: true, eventIds: ["c", "b", "a"] });
    });

    it("counts to a thousand, then at least so many", async () => {
      const entity = anEntity();
      const signals = Array.from({ length: 1_002 }, (_, n) => of(entity)(n % 300, { eventIds: [`e${n}`] }));
      const [finding] = await merge(signals);
      expect(finding).toMatchObject({ count: 1_000, atLeast: true });
    });
  });

  describe("late signals", () => {
    it("move the beginning back, under the same id as long as no pause fits between", async () => {
      const at = of(anEntity());
      const [begun] = await merge([at(300)]);
      const [finding, ...more] = await merge([at(10)]);
      expect(more).toEqual([]);
      expect(finding).toMatchObject({
        id: begun?.id,
        firstSeen: eventTime(10),
        lastSeen: eventTime(300),
        count: 2,
      });
    });

    it("move the beginning so far back that it is another finding, which names the one that it continues", async () => {
      const at = of(anEntity());
      const [begun] = await merge([at(50)]);
      const [closed, finding] = await merge([at(-100)]);
      expect(closed).toMatchObject({ id: begun?.id, status: "CLOSED", supersededBy: finding?.id });
      expect(finding).toMatchObject({ status: "NEW", count: 2, supersedes: [begun?.id] });
      // Whoever stored that may have died before it was published.
      expect(await merge([at(-100)])).toEqual([closed, finding]);
    });

    it("join two situations: one goes on, the other is closed and names it", async () => {
      const at = of(anEntity());
      const [one, other] = await merge([at(0), at(1_000)]);
      const findings = await merge([at(500)]);
      expect(findings).toHaveLength(2);
      expect(findings.find(({ id }) => id === one?.id)).toMatchObject({
        status: "UPDATED",
        count: 3,
        supersedes: [other?.id],
      });
      expect(findings.find(({ id }) => id === other?.id)).toMatchObject({
        status: "CLOSED",
        revision: 2,
        supersededBy: one?.id,
      });
    });

    it("open a closed finding again that they belong to", async () => {
      const at = of(anEntity());
      const [begun] = await merge([at(0)]);
      await close(moment(5_000));
      const [finding] = await merge([at(100)], moment(5_100));
      expect(finding).toMatchObject({ id: begun?.id, status: "UPDATED", revision: 3, count: 2 });
    });
  });

  describe("closing", () => {
    it("comes when nothing was seen for so long, with the totals", async () => {
      const entity = anEntity();
      const [begun] = await merge([of(entity)(0), of(entity)(300)], moment(310));
      expect(about(entity, await close(moment(909)))).toEqual([]);
      const [closed, ...more] = about(entity, await close(moment(910)));
      expect(more).toEqual([]);
      expect(closed).toMatchObject({ id: begun?.id, status: "CLOSED", revision: 2, count: 2 });
    });

    it("waits longer when more is seen", async () => {
      const entity = anEntity();
      await merge([of(entity)(0)], moment(0));
      await merge([of(entity)(500)], moment(500));
      expect(about(entity, await close(moment(700)))).toEqual([]);
      expect(about(entity, await close(moment(1_100)))).toHaveLength(1);
    });

    it("waits after events that come late, since more of them may", async () => {
      const entity = anEntity();
      await merge([of(entity)(0)], moment(3_600));
      expect(about(entity, await close(moment(3_700)))).toEqual([]);
      expect(about(entity, await close(moment(4_200)))).toHaveLength(1);
    });

    it("is told again, as the same revision, until it is published", async () => {
      const entity = anEntity();
      await merge([of(entity)(0)]);
      const first = about(entity, await close(moment(600)));
      expect(about(entity, await close(moment(700)))).toEqual([]);
      const again = about(entity, await close(moment(900)));
      expect(again).toEqual(first);
      await situations(store()).published(again, moment(901));
      expect(about(entity, await close(moment(9_000)))).toEqual([]);
    });

    it("ends the finding: what comes after the pause is a new one", async () => {
      const at = of(anEntity());
      const [begun] = await merge([at(0)]);
      await close(moment(600));
      const [finding] = await merge([at(700)], moment(700));
      expect(finding).toMatchObject({ status: "NEW", revision: 1, count: 1 });
      expect(finding?.id).not.toBe(begun?.id);
    });
  });

  describe("at least once", () => {
    it("tells the finding of a signal again that was stored and perhaps not published, as the same revision", async () => {
      const at = of(anEntity());
      const first = await merge([at(0), at(10)], moment(10));
      expect(await merge([at(10)], moment(99))).toEqual(first);
      expect(await merge([at(10), at(0), at(10)], moment(200))).toEqual(first);
    });

    it("counts nothing twice when functions merge at once, and none of them fails", async () => {
      const at = of(anEntity());
      const seconds = [0, 100, 200, 300, 400];
      const merged = await Promise.all(
        seconds.map((_, n) => merge(seconds.slice(0, n + 1).map((second) => at(second)))),
      );
      const [finding] = await merge(seconds.map((second) => at(second)));
      expect(finding).toMatchObject({ count: 5, firstSeen: eventTime(0), lastSeen: eventTime(400) });
      expect(new Set([...merged.flat(), finding].map((one) => one?.id)).size).toBe(1);
      // Each revision says one thing.
      const byRevision = Map.groupBy(merged.flat(), ({ revision }) => revision);
      for (const same of byRevision.values()) for (const one of same) expect(one).toEqual(same[0]);
    });

    it("leads to the same findings whatever the order, the repetitions and the batches", async () => {
      await fc.assert(
        fc.asyncProperty(deliveries, async ({ seconds, order, cuts }) => {
          const entity = anEntity();
          const current = new Map<string, Finding>();
          const rest = order.flatMap((n) => seconds[n] ?? []);
          for (const length of cuts) {
            const signals = rest.splice(0, length).map((second) => of(entity)(second));
            for (const finding of await merge(signals)) current.set(finding.id, finding);
          }
          const open = [...current.values()].filter(({ supersededBy }) => supersededBy === undefined);
          const told = open.map(({ id, firstSeen, lastSeen, count }) => ({ id, firstSeen, lastSeen, count }));
          expect(told.sort((a, b) => (a.firstSeen < b.firstSeen ? -1 : 1))).toEqual(
            stretches(seconds).map((stretch) => ({
              id: expect.any(String),
              firstSeen: eventTime(stretch[0] ?? -1),
              lastSeen: eventTime(stretch.at(-1) ?? -1),
              count: stretch.length,
            })),
          );
          const inOrder = await situations(memorySituations()).merge(
            [...new Set(seconds)].sort((a, b) => a - b).map((second) => of(entity)(second)),
            moment(0),
          );
          expect(new Set(told.map(({ id }) => id))).toEqual(new Set(inOrder.map(({ id }) => id)));
        }),
        options,
      );
    });
  });
}

/** Distinct seconds, cut where more than ten minutes lie between two: by looking at all of them at once. */
function stretches(seconds: readonly number[]): number[][] {
  const sorted = [...new Set(seconds)].sort((a, b) => a - b);
  return sorted.reduce<number[][]>((cut, second) => {
    const last = cut.at(-1);
    if (last && second - (last.at(-1) ?? 0) <= 600) last.push(second);
    else cut.push([second]);
    return cut;
  }, []);
}

/** Events within two hours, many of them just as far apart as the pause is, and how they are delivered. */
const deliveries = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 7_200 }), fc.constantFrom(0, 599, 600, 601, 1_200, 1_201, 1_801)),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .chain((seconds) =>
    fc.record({
      seconds: fc.constant(seconds),
      order: fc.shuffledSubarray([...seconds.keys(), ...seconds.keys()], { minLength: seconds.length * 2 }),
      cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: seconds.length * 2 }),
    }),
  );
