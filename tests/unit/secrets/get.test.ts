import { expect, test } from "vitest";
import { SecretRefusedError } from "../../../shared/secrets/index.ts";
import { aCache, arnOf, down } from "./a-source.ts";

test("a secret is read once, however many ask for it at once, and then served from memory", async () => {
  const { secrets, source } = aCache();
  source.put("prod/db", "s3cret");
  const all = await Promise.all(Array.from({ length: 10_000 }, () => secrets.get("prod/db")));
  expect(new Set(all).size).toBe(1);
  expect((await secrets.get("prod/db")).text()).toBe("s3cret");
  expect(source.calls).toEqual(["prod/db"]);
  expect(secrets.counters()).toMatchObject({ misses: 10_000, hits: 1, calls: 1 });
});

test("each version and label is kept by itself, AWSCURRENT is the one unless told", async () => {
  const { secrets, source } = aCache();
  const first = source.put("prod/db", "old");
  source.put("prod/db", "new");
  expect((await secrets.get("prod/db")).text()).toBe("new");
  expect((await secrets.get("prod/db", { stage: "AWSCURRENT" })).text()).toBe("new");
  expect((await secrets.get("prod/db", { stage: "AWSPREVIOUS" })).text()).toBe("old");
  expect((await secrets.get("prod/db", { versionId: first })).text()).toBe("old");
  expect(source.calls).toEqual(["prod/db", "prod/db@AWSPREVIOUS", "prod/db@version-1"]);
});

test("when AWSCURRENT is read anew, the other labels are too", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  source.put("prod/db", "2");
  await secrets.get("prod/db");
  await clock.pass(1_000);
  await secrets.get("prod/db", { stage: "AWSPREVIOUS" });
  source.put("prod/db", "3");
  await clock.pass(2_600);
  expect((await secrets.get("prod/db")).text()).toBe("3");
  expect((await secrets.get("prod/db", { stage: "AWSPREVIOUS" })).text()).toBe("2");
});

test("a value is renewed in the background near the end of its time, and never used beyond it", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  source.put("prod/db", "2");
  await clock.pass(3_419);
  expect((await secrets.get("prod/db")).text()).toBe("1");
  expect(source.calls).toHaveLength(1);
  await clock.pass(2);
  expect((await secrets.get("prod/db")).text()).toBe("1");
  await clock.pass(0);
  expect(source.calls).toHaveLength(2);
  expect((await secrets.get("prod/db")).text()).toBe("2");
  expect(secrets.counters()).toMatchObject({ refreshes: 1, misses: 1 });

  source.put("prod/db", "3");
  await clock.pass(3_600);
  expect((await secrets.get("prod/db")).text()).toBe("3");
});

test("jitter makes a value's time shorter by a random share, so that a fleet does not ask at once", async () => {
  const timeOf = async (random: number) => {
    const { secrets, source, clock } = aCache({ jitter: 0.5, random: () => random, refreshAhead: 0 });
    source.put("prod/db", "1");
    await secrets.get("prod/db");
    for (let minutes = 1; ; minutes += 1) {
      await clock.pass(60);
      await secrets.get("prod/db");
      if (source.calls.length > 1) return minutes;
    }
  };
  expect([await timeOf(0), await timeOf(0.5), await timeOf(0.999)]).toEqual([60, 45, 31]);
});

test("that there is no such secret is remembered for a moment", async () => {
  const { secrets, source, clock } = aCache();
  await expect(secrets.get("prod/db")).rejects.toThrow(SecretRefusedError);
  await expect(secrets.get("prod/db")).rejects.toThrow(SecretRefusedError);
  expect(source.calls).toHaveLength(1);
  expect(secrets.counters()).toMatchObject({ negativeHits: 1, failures: 1 });
  source.put("prod/db", "1");
  await clock.pass(10);
  expect((await secrets.get("prod/db")).text()).toBe("1");
});

test("a secret that was deleted is not served from memory beyond its time", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  source.delete("prod/db");
  await clock.pass(3_600);
  await expect(secrets.get("prod/db")).rejects.toThrow(SecretRefusedError);
});

test("at its bound the cache drops what was not used for longest", async () => {
  const { secrets, source } = aCache({ maxItems: 3 });
  for (const name of ["a", "b", "c", "d"]) source.put(name, name);
  await secrets.get("a");
  await secrets.get("b");
  await secrets.get("c");
  await secrets.get("a");
  await secrets.get("d");
  await secrets.get("a");
  expect(source.calls).toEqual(["a", "b", "c", "d"]);
  await secrets.get("b");
  expect(source.calls).toEqual(["a", "b", "c", "d", "b"]);
  for (let index = 0; index < 1_000; index += 1) await secrets.get(`none-${index}`).catch(() => {});
  expect(secrets.size()).toBe(3);
});

test("warming up reads twenty secrets a call, and only what is missing", async () => {
  const { secrets, source } = aCache();
  const names = Array.from({ length: 45 }, (_, index) => `s${index}`);
  for (const name of names) source.put(name, name);
  await secrets.get("s0");
  source.calls.length = 0;
  const warming = secrets.warmUp([...names, "s1"]);
  const early = secrets.get("s7");
  await warming;
  expect((await early).text()).toBe("s7");
  for (const name of names) expect((await secrets.get(name)).text()).toBe(name);
  expect(source.calls.map((call) => call.split("+").length)).toEqual([19, 20, 5]);
});

test("what a warm-up does not bring is told by the get that needs it", async () => {
  const { secrets, source } = aCache();
  source.put("there", "1");
  await secrets.warmUp(["there", "not there"]);
  await expect(secrets.get("not there")).rejects.toThrow(SecretRefusedError);
  expect(source.calls).toEqual(["there+not there", "not there"]);

  source.trouble = down;
  await secrets.warmUp(Array.from({ length: 20 }, (_, index) => `s${index}`));
  expect(source.calls).toHaveLength(3);
});

test("a dropped secret is read anew, whether it is dropped by name or by ARN", async () => {
  const { secrets, source } = aCache();
  source.put("prod/db", "1");
  for (const [asked, dropped] of [
    ["prod/db", "prod/db"],
    ["prod/db", arnOf("prod/db")],
    [arnOf("prod/db"), "prod/db"],
  ] as const) {
    await secrets.get(asked);
    secrets.drop("prod/db-other");
    await secrets.get(asked);
    secrets.drop(dropped);
    source.calls.length = 0;
    await secrets.get(asked);
    expect(source.calls).toEqual([asked]);
  }
});

test("a value that was on its way when its secret was dropped is not kept", async () => {
  const { secrets, source } = aCache();
  source.put("prod/db", "old");
  const { promise, resolve } = Promise.withResolvers<void>();
  let reads = 0;
  const { read } = source;
  source.read = async (key, signal) => {
    const secret = await read(key, signal);
    reads += 1;
    if (reads === 1) await promise;
    return secret;
  };
  const early = secrets.get("prod/db");
  await new Promise(setImmediate);
  source.put("prod/db", "new");
  secrets.drop(arnOf("prod/db"));
  expect((await secrets.get("prod/db")).text()).toBe("new");
  resolve();
  expect((await early).text()).toBe("old");
  expect((await secrets.get("prod/db")).text()).toBe("new");
});

test("settings that make no sense are refused by name", () => {
  expect(() => aCache({ ttlSeconds: 0 })).toThrow(/ttlSeconds/);
  expect(() => aCache({ maxItems: 0 })).toThrow(/maxItems/);
  expect(() => aCache({ jitter: 2 })).toThrow(/jitter/);
});
