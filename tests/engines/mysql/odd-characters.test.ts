import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mysqlOverlap } from "../../../shared/rotation/engines/mysql/mysql-passwords.ts";
import { describeBoth, describeMysql, type Kind } from "./servers.ts";
import { freshPassword, otherUser, renewed, timeoutMs, type World, worldOf } from "./world.ts";

const printableAscii = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));

/** What statements give a meaning comes up more often than in ordinary texts. */
const character = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(..."'\"`\\@%_;-#/*?: ") },
  { weight: 2, arbitrary: fc.constantFrom(...printableAscii) },
  { weight: 1, arbitrary: fc.constantFrom(..."äß€日𝄞") },
);
const password = fc.oneof(
  fc.constantFrom(printableAscii, "\\", "'", "''", "\\'", `\\"`, "' OR 1=1 -- ", "?"),
  fc.string({ unit: character, minLength: 1, maxLength: 60 }),
);
/**
 * Names end where their last spaces begin, and have no characters of four bytes, which the servers cannot store in
 * them. Each run has its own by the number in front.
 */
const usernameEnd = fc
  .string({ unit: character, minLength: 0, maxLength: 12 })
  .map((text) => text.replaceAll("𝄞", "").trim())
  .filter((text) => [...text].length <= 12 && Buffer.byteLength(text) <= 18);

const runs = { numRuns: 30 };

let number = 0;
function nameWith(end: string): string {
  number += 1;
  return `${number}${end}`;
}

/** A server whose sql_mode makes quotes and backslashes mean something else than usual. */
function withOddServer(kind: Kind): () => World {
  let world: World;
  beforeAll(async () => {
    world = await worldOf(
      kind,
      await kind.start({ settings: { sql_mode: "NO_BACKSLASH_ESCAPES,ANSI_QUOTES" } }),
    );
    // What the tests make is made as usual.
    await world.run("SET SESSION sql_mode = ''");
  });
  afterAll(() => world?.stop());
  return () => world;
}

describeBoth((kind) => {
  const world = withOddServer(kind);
  const { singleUser, alternatingUsers } = kind.engine;

  test("a user with any name gives itself any password", async () => {
    await fc.assert(
      fc.asyncProperty(usernameEnd, password, async (end, text) => {
        const current = await world().user({ username: nameWith(end) });
        const next = { ...current, password: text };
        await singleUser.set(current, next, timeoutMs);
        expect(await world().logsIn(next)).toBe(true);
        // And from one with such characters to another.
        const last = renewed(current);
        await singleUser.set(next, last, timeoutMs);
        expect(await world().logsIn(last)).toBe(true);
      }),
      runs,
    );
  }, 120_000);

  test("an expired password is replaced by any other", async () => {
    await fc.assert(
      fc.asyncProperty(password, password, async (old, text) => {
        fc.pre(old !== text);
        const current = await world().user({
          username: nameWith(""),
          password: old,
          clauses: "PASSWORD EXPIRE",
        });
        const next = { ...current, password: text };
        await singleUser.set(current, next, timeoutMs);
        expect(await world().logsIn(next)).toBe(true);
      }),
      runs,
    );
  }, 120_000);

  test("a superuser gives a user with any name any password", async () => {
    await fc.assert(
      fc.asyncProperty(usernameEnd, password, async (end, text) => {
        const current = await world().user({ username: nameWith(end) });
        const next = { ...current, password: text };
        await singleUser.set(world().superuser, next, timeoutMs);
        expect(await world().logsIn(next)).toBe(true);
      }),
      runs,
    );
  }, 120_000);

  test("a second user with any name gets any password, and the rights of the first", async () => {
    await fc.assert(
      fc.asyncProperty(usernameEnd, password, async (end, text) => {
        const current = await world().user({
          username: nameWith(end),
          statements: ["GRANT SELECT ON mysql.* TO @@"],
        });
        const next = { ...otherUser(current), password: text };
        await alternatingUsers.reconcile(world().superuser, current, next, timeoutMs);
        expect(await alternatingUsers.differences(world().superuser, current, next, timeoutMs)).toEqual([]);
        await world().as(next, "SELECT COUNT(*) FROM mysql.user");
      }),
      runs,
    );
  }, 120_000);
});

describeMysql((kind) => {
  const world = withOddServer(kind);

  test.each(["itself", "a superuser"])(
    "any password is added beside any other, and the old one dropped, by %s",
    async (who) => {
      await fc.assert(
        fc.asyncProperty(usernameEnd, password, password, async (end, old, text) => {
          fc.pre(old !== text);
          const current = await world().user({
            username: nameWith(end),
            password: old,
            statements: ["GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO @@"],
          });
          const next = { ...current, password: text };
          const as = who === "itself" ? current : world().superuser;
          await mysqlOverlap.add(as, current, next, timeoutMs);
          expect([await world().logsIn(current), await world().logsIn(next)]).toEqual([true, true]);
          await mysqlOverlap.remove(who === "itself" ? next : as, next, current, timeoutMs);
          expect([await world().logsIn(current), await world().logsIn(next)]).toEqual([false, true]);
          expect(await world().logsIn({ ...current, password: freshPassword() })).toBe(false);
        }),
        runs,
      );
    },
    120_000,
  );
});
