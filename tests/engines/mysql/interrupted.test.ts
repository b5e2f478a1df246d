import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { mysqlOverlap } from "../../../shared/rotation/engines/mysql/mysql-passwords.ts";
import { HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { type Cut, type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";
import { describeBoth, describeMysql, type Kind } from "./servers.ts";
import { otherUser, renewed, timeoutMs, type World, worldOf } from "./world.ts";

const cuts = ["before the message", "before the answer"] as const;
const mayHaveTwo = ["GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO @@"];

/** A server behind a proxy that cuts. */
function withProxy(kind: Kind) {
  let world: World;
  let proxy: CuttingProxy;
  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
    await world.run(
      "CREATE DATABASE shop",
      "CREATE TABLE shop.orders (id INT)",
      "CREATE ROLE reader",
      "GRANT SELECT ON shop.* TO reader",
    );
    proxy = await startCuttingProxy(world.server.port);
  });
  afterAll(async () => {
    await proxy?.stop();
    await world?.stop();
  });

  const through = (credential: PasswordCredential) => ({ ...credential, port: proxy.port });

  /**
   * Cuts a call at each of its messages in turn, each time from a beginning of its own, and looks after it.
   *
   * @param prepare makes what the call works on
   * @param attempt the call; what it gets leads through the proxy
   * @param look what must be so after the cut, `complete` repeats the call without one
   */
  async function cutEverywhere<T>(
    cut: Cut,
    {
      prepare,
      attempt,
      look,
    }: {
      prepare(): Promise<T>;
      attempt(prepared: T, way: (credential: PasswordCredential) => PasswordCredential): Promise<void>;
      look(prepared: T, complete: () => Promise<void>): Promise<void>;
    },
  ): Promise<number> {
    for (let message = 1; ; message++) {
      const prepared = await prepare();
      proxy.cutAt(message, cut);
      const failure = await attempt(prepared, through).catch((error: unknown) => error);
      if (!proxy.wasReached()) return message - 1;
      // A farewell that does not arrive is nobody's failure.
      if (failure !== undefined) expect(failure).toBeInstanceOf(HostUnreachableError);
      await look(prepared, () => attempt(prepared, (credential) => credential));
    }
  }

  return { world: () => world, cutEverywhere };
}

describeBoth((kind) => {
  const { world, cutEverywhere } = withProxy(kind);
  const { singleUser, alternatingUsers } = kind.engine;
  const rights = [
    "GRANT SELECT, INSERT ON shop.* TO @@",
    "GRANT UPDATE (id), DELETE ON shop.orders TO @@",
    "GRANT reader TO @@",
    kind.name === "mysql" ? "SET DEFAULT ROLE reader TO @@" : "SET DEFAULT ROLE reader FOR @@",
  ];

  const differences = (current: PasswordCredential, next: PasswordCredential) =>
    alternatingUsers.differences(world().superuser, current, next, timeoutMs);

  /** A user without a counterpart. */
  async function alone() {
    const current = await world().user({ statements: rights });
    return { current, next: otherUser(current) };
  }

  /** A user whose counterpart has too much and too little. */
  async function apart() {
    const { current, next: before } = await alone();
    await alternatingUsers.reconcile(world().superuser, current, before, timeoutMs);
    await world().run(
      `REVOKE INSERT ON shop.* FROM ${before.username}`,
      `GRANT DROP ON shop.* TO ${before.username}`,
      `ALTER USER ${before.username} WITH MAX_USER_CONNECTIONS 9`,
    );
    return { current, next: renewed(before) };
  }

  describe.each([
    { of: "a user without a counterpart", prepare: alone, statements: 10 },
    { of: "a user whose counterpart has other rights", prepare: apart, statements: 8 },
  ])("alternating users, $of", ({ prepare, statements }) => {
    test.each(cuts)(
      "cut %s, anywhere: the current user works, the next one is refused or done, a repetition completes it",
      async (cut) => {
        const messages = await cutEverywhere(cut, {
          prepare,
          attempt: ({ current, next }, way) =>
            alternatingUsers.reconcile(way(world().superuser), way(current), way(next), timeoutMs),
          look: async ({ current, next }, complete) => {
            expect(await world().logsIn(current)).toBe(true);
            if (await world().logsIn(next)) expect(await differences(current, next)).toEqual([]);
            await complete();
            expect(await differences(current, next)).toEqual([]);
            expect(await world().logsIn(next)).toBe(true);
          },
        });
        expect(messages).toBeGreaterThan(statements);
      },
      120_000,
    );
  });

  describe.each(["itself", "a superuser"])("a single user, changed by %s", (who) => {
    test.each(cuts)("cut %s, anywhere: a repetition completes it", async (cut) => {
      const messages = await cutEverywhere(cut, {
        prepare: async () => {
          const current = await world().user();
          return { current, next: renewed(current) };
        },
        attempt: ({ current, next }, way) =>
          singleUser.set(way(who === "itself" ? current : world().superuser), way(next), timeoutMs),
        look: async ({ current, next }, complete) => {
          const [old, done] = [await world().logsIn(current), await world().logsIn(next)];
          // A superuser of MySQL leaves the old one beside the new one, until it settles.
          const isKept = kind.name === "mysql" && who !== "itself";
          expect([old, done].filter(Boolean)).toHaveLength(isKept && done ? 2 : 1);
          // As the strategy does it: by itself only with a password that works.
          if (who !== "itself" || old) await complete();
          expect(await world().logsIn(next)).toBe(true);
        },
      });
      expect(messages).toBeGreaterThan(3);
    });
  });
});

describeMysql((kind) => {
  const { world, cutEverywhere } = withProxy(kind);
  const { singleUser } = kind.engine;

  describe.each(["", "PASSWORD HISTORY 10"])("a user that may have two passwords %s", (clauses) => {
    async function user() {
      const current = await world().user({ clauses, statements: mayHaveTwo });
      return { current, next: renewed(current) };
    }
    async function added() {
      const { current, next } = await user();
      await mysqlOverlap.add(current, current, next, timeoutMs);
      return { current, next };
    }

    describe.each(["itself", "a superuser"])("changed by %s", (who) => {
      const as = (credential: PasswordCredential) => (who === "itself" ? credential : world().superuser);

      test.each(cuts)(
        "single user, cut %s, anywhere: the old password works until it is settled",
        async (cut) => {
          await cutEverywhere(cut, {
            prepare: user,
            attempt: async ({ current, next }, way) => {
              await singleUser.set(way(as(current)), way(next), timeoutMs);
            },
            look: async ({ current, next }, complete) => {
              expect(await world().logsIn(current)).toBe(true);
              await complete();
              expect([await world().logsIn(current), await world().logsIn(next)]).toEqual([true, true]);
            },
          });
        },
      );

      test.each(cuts)("overlap, added, cut %s, anywhere: both work in the end", async (cut) => {
        await cutEverywhere(cut, {
          prepare: user,
          attempt: ({ current, next }, way) =>
            mysqlOverlap.add(way(as(current)), way(current), way(next), timeoutMs),
          look: async ({ current, next }, complete) => {
            expect(await world().logsIn(current)).toBe(true);
            await complete();
            expect([await world().logsIn(current), await world().logsIn(next)]).toEqual([true, true]);
          },
        });
      });

      test.each(cuts)("overlap, retired, cut %s, anywhere: the new one always works", async (cut) => {
        await cutEverywhere(cut, {
          prepare: added,
          attempt: ({ current, next }, way) =>
            mysqlOverlap.remove(way(as(next)), way(next), way(current), timeoutMs),
          look: async ({ current, next }, complete) => {
            expect(await world().logsIn(next)).toBe(true);
            await complete();
            expect([await world().logsIn(current), await world().logsIn(next)]).toEqual([false, true]);
          },
        });
      });

      test.each(cuts)("overlap, undone, cut %s, anywhere: the old one always works", async (cut) => {
        await cutEverywhere(cut, {
          prepare: added,
          attempt: ({ current, next }, way) =>
            mysqlOverlap.remove(way(as(current)), way(current), way(next), timeoutMs),
          look: async ({ current, next }, complete) => {
            expect(await world().logsIn(current)).toBe(true);
            await complete();
            expect([await world().logsIn(current), await world().logsIn(next)]).toEqual([true, false]);
          },
        });
      });
    });

    test.each(cuts)("settled by a superuser, cut %s, anywhere: the new one always works", async (cut) => {
      await cutEverywhere(cut, {
        prepare: added,
        attempt: async ({ next }, way) => singleUser.settle?.(way(world().superuser), way(next), timeoutMs),
        look: async ({ current, next }, complete) => {
          expect(await world().logsIn(next)).toBe(true);
          await complete();
          expect([await world().logsIn(current), await world().logsIn(next)]).toEqual([false, true]);
        },
      });
    });

    test.each(cuts)("settled, cut %s, anywhere: the new one always works", async (cut) => {
      await cutEverywhere(cut, {
        prepare: added,
        attempt: async ({ next }, way) => singleUser.settle?.(way(next), way(next), timeoutMs),
        look: async ({ current, next }, complete) => {
          expect(await world().logsIn(next)).toBe(true);
          await complete();
          expect([await world().logsIn(current), await world().logsIn(next)]).toEqual([false, true]);
        },
      });
    });
  });
});

describeBoth((kind) => {
  const { world, cutEverywhere } = withProxy(kind);

  test("no failure of a connection that is cut tells a password", async () => {
    const told: string[] = [];
    await cutEverywhere("before the answer", {
      prepare: async () => {
        const current = await world().user();
        return { current, next: otherUser(current) };
      },
      attempt: async ({ current, next }, way) => {
        try {
          await kind.engine.alternatingUsers.reconcile(
            way(world().superuser),
            way(current),
            way(next),
            timeoutMs,
          );
        } catch (error) {
          const text = inspect(error, { depth: 10, showHidden: true });
          for (const { password } of [current, next, world().superuser]) {
            if (text.includes(password)) told.push(text);
          }
          throw error;
        }
      },
      look: async () => {},
    });
    expect(told).toEqual([]);
  });
});
