import fc from "fast-check";
import { expect, test } from "vitest";
import { aCache, arnOf, down } from "./a-source.ts";

const ttlSeconds = 100;
const staleSeconds = 50;

type Event = { kind: "get" | "put" | "drop" | "fail" | "recover" | "jump"; name: string; seconds: number };

const events = fc.array(
  fc.record<Event>({
    kind: fc.constantFrom("get", "get", "get", "put", "put", "drop", "fail", "recover", "jump"),
    name: fc.constantFrom("a", "b"),
    seconds: fc.integer({ min: 0, max: 60 }),
  }),
  { minLength: 20, maxLength: 60 },
);

test("whatever happens in whatever order, no value is served beyond its limit, nor one that was dropped", async () => {
  await fc.assert(
    fc.asyncProperty(events, fc.integer({ min: 1, max: 2 }), async (happening, maxItems) => {
      const { secrets, source, clock } = aCache({ ttlSeconds, staleSeconds, maxItems, jitter: 0.3 });
      /** When a version of a secret was superseded or dropped; absent while neither happened. */
      const superseded = new Map<string, number>();
      const dropped = new Map<string, string>();
      const current = new Map<string, string>();
      const put = (name: string) => {
        superseded.set(`${name} ${current.get(name)}`, clock.monotonicMs());
        current.set(name, source.put(name, name));
      };
      let failedOnce = false;
      for (const name of ["a", "b"]) put(name);
      for (const { kind, name, seconds } of happening) {
        await clock.pass(seconds);
        if (kind === "put") put(name);
        if (kind === "jump") clock.jumpWall(seconds * 1_000 - 30_000);
        if (kind === "fail") [source.trouble, failedOnce] = [down, true];
        if (kind === "recover") source.trouble = undefined;
        if (kind === "drop") {
          secrets.drop(seconds % 2 ? name : arnOf(name));
          dropped.set(name, String(current.get(name)));
        }
        if (kind !== "get") continue;
        const secret = await secrets.get(name).catch(() => undefined);
        if (!secret) expect(failedOnce).toBe(true);
        else {
          const since = superseded.get(`${name} ${secret.versionId}`) ?? clock.monotonicMs();
          const limitSeconds = ttlSeconds + (failedOnce ? staleSeconds : 0);
          expect(clock.monotonicMs() - since).toBeLessThanOrEqual(limitSeconds * 1_000);
          const earliest = dropped.get(name) ?? "version-1";
          expect(Number(secret.versionId.slice(8))).toBeGreaterThanOrEqual(Number(earliest.slice(8)));
        }
        expect(secrets.size()).toBeLessThanOrEqual(maxItems);
      }
    }),
    { numRuns: 500 },
  );
});
