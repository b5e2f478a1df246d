import { expect, test } from "vitest";
import { SecretUnavailableError } from "../../../shared/secrets/index.ts";
import { aCache, down } from "./a-source.ts";

test("while Secrets Manager is down a value is served beyond its time, with few calls", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  await clock.pass(3_000);
  source.trouble = down;
  source.calls.length = 0;
  for (let second = 0; second < 6_000; second += 1) {
    await clock.pass(1);
    expect((await secrets.get("prod/db")).text()).toBe("1");
  }
  // Pauses grow to a minute.
  expect(source.calls.length).toBeLessThan(100);
  expect(secrets.counters().staleServed).toBeGreaterThan(5_000);

  source.trouble = undefined;
  source.put("prod/db", "2");
  await clock.pass(61);
  expect((await secrets.get("prod/db")).text()).toBe("2");
});

test("at the limit of that the error is told", async () => {
  const { secrets, source, clock } = aCache({ staleSeconds: 600 });
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  source.trouble = down;
  await clock.pass(4_199);
  expect((await secrets.get("prod/db")).text()).toBe("1");
  await clock.pass(2);
  await expect(secrets.get("prod/db")).rejects.toThrow(SecretUnavailableError);
});

test("without any value at hand the error is told, and not every reader makes a call", async () => {
  const { secrets, source, clock } = aCache();
  source.trouble = down;
  for (let index = 0; index < 1_000; index += 1) {
    await expect(secrets.get("prod/db")).rejects.toThrow(SecretUnavailableError);
  }
  expect(source.calls).toHaveLength(1);
  source.trouble = undefined;
  source.put("prod/db", "1");
  await clock.pass(1);
  expect((await secrets.get("prod/db")).text()).toBe("1");
});

test("while Secrets Manager is slow, readers of an expired value wait for their patience at most", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  await clock.pass(3_600);
  const { promise, resolve } = Promise.withResolvers<void>();
  source.trouble = () => promise;
  source.put("prod/db", "2");

  let first = "";
  const waiting = secrets.get("prod/db").then((secret) => {
    first = secret.text();
  });
  await clock.pass(1.9);
  expect(first).toBe("");
  await clock.pass(0.1);
  expect(first).toBe("1");
  await waiting;
  expect((await secrets.get("prod/db")).text()).toBe("1");
  resolve();
  await clock.pass(0);
  expect((await secrets.get("prod/db")).text()).toBe("2");
  expect(source.calls).toHaveLength(2);
});

test("a call that gets no answer is given up, and made again later", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  source.trouble = () => new Promise(() => {});
  const failed = expect(secrets.get("prod/db")).rejects.toThrow(/no answer within 10000 ms/);
  await clock.pass(10);
  await failed;
  source.trouble = undefined;
  await clock.pass(1);
  expect((await secrets.get("prod/db")).text()).toBe("1");
});

test("a wall clock that jumps forth costs one reading, and takes no value away", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  clock.jumpWall(10 * 365 * 86_400);
  await secrets.get("prod/db");
  await secrets.get("prod/db");
  expect(source.calls).toHaveLength(2);

  source.trouble = down;
  clock.jumpWall(10 * 365 * 86_400);
  expect((await secrets.get("prod/db")).text()).toBe("1");
});

test("a wall clock that is set back makes no value last longer", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  clock.jumpWall(-10 * 365 * 86_400);
  await secrets.get("prod/db");
  expect(source.calls).toHaveLength(1);
  await clock.pass(3_600);
  await secrets.get("prod/db");
  expect(source.calls).toHaveLength(2);
});

test("a value ages while the process is frozen, as Lambda does between two invocations", async () => {
  const { secrets, source, clock } = aCache();
  source.put("prod/db", "1");
  await secrets.get("prod/db");
  source.put("prod/db", "2");
  clock.freeze(7_200);
  expect((await secrets.get("prod/db")).text()).toBe("2");
});

test("a warm-up asks no more often than readers do for what failed a moment ago", async () => {
  const { secrets, source } = aCache();
  for (let index = 0; index < 100; index += 1) await secrets.warmUp(["none", "nor this"]);
  expect(source.calls).toEqual(["none+nor this", "none", "nor this"]);
});

test("a warm-up does not wait for what can be served expired", async () => {
  const { secrets, source, clock } = aCache();
  source.put("a", "1");
  source.put("b", "1");
  await secrets.warmUp(["a", "b"]);
  await clock.pass(3_600);
  source.calls.length = 0;
  source.trouble = () => new Promise(() => {});
  await secrets.warmUp(["a", "b"]);
  const value = secrets.get("a");
  await clock.pass(2);
  expect((await value).text()).toBe("1");
  expect(source.calls).toEqual(["a+b"]);
});
